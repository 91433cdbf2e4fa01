import type { HistoryEvent } from '../../harness/history/events.ts'
import type { ArchiveEvent } from '../../harness/mimir/signals/archive/archive-records.ts'
import type { K6Event } from '../../harness/mimir/signals/k6/k6-records.ts'
import type { ReferencePrometheusEvent } from '../../harness/mimir/signals/reference-prometheus/reference-prometheus-records.ts'
import { at, fault, look, runOf, write } from '../../test/unit/checks/histories.ts'
import type { Worked } from './worked.ts'

const none = { samples: 0, first: [] }
const up = 'up{pod="ingester-0"}'
const compared: ReferencePrometheusEvent = {
  ...{ type: 'reference-prometheus', at: at(61_000), tenant: 'reference-prometheus', from: at(0), to: at(60_000) },
  ...{ samples: 4200, series: 70, different: none, extra: none },
  missing: { samples: 7, first: [1000, 2000].map(ms => ({ labels: up, timestamp: at(ms), expected: '1' })) },
  queue: { sent: 4300, dropped: 0, failed: 0, retried: 12 },
}

/** Chunks of 100 samples of old data are read in turns, every 250 ms for 5 s. */
const reads = (instead: (ms: number) => Partial<ArchiveEvent>): HistoryEvent[] =>
  Array.from({ length: 20 }, (_, i) => 250 * i).map(ms => ({
    ...{ type: 'archive', chunk: (ms / 250) % 24, due: at(ms), start: at(ms), end: at(ms + 20), status: 200 },
    ...{ expected: 100, found: 100, wrong: 0, ...instead(ms) },
  }))

const path = { requests: 100, failed: 0, unreached: 0, dropped: 0, rate: 5 }
const k6: K6Event = {
  ...{ type: 'k6', from: at(0), to: at(20_000), wanted: 5, writes: path, queries: path },
  checks: [{ check: 'write: answered', passed: 100, failed: 0 }],
}

export const otherRules: Worked[] = [
  {
    rule: 'Reference Prometheus',
    what: 'The observer has 4,200 samples, and Mimir lacks seven of them.',
    run: runOf({ signals: ['reference-prometheus'] }),
    history: [...fault(500, 1500), compared],
    check: 'reference-prometheus',
    verdict: 'invalid',
  },
  {
    rule: 'Archive',
    what: 'One answer of 20 has 60 of 100 samples, with status 200. Later ones are whole.',
    run: runOf({ signals: ['archive'] }),
    history: [...fault(900, 2000), ...reads(ms => (ms === 1000 ? { found: 60 } : {}))],
    check: 'archive',
    verdict: 'invalid',
  },
  {
    rule: 'A second tenant',
    what: "archive-other asks for its chunks, and from 12:00:04.000 on gets the other tenant's.",
    run: runOf({ signals: ['archive'] }),
    history: [
      ...[write(0), write(0, { tenant: 1 }), look(500, 'cross-tenant', { asks: 'samples', seen: [], values: [] })],
      ...reads(ms => ({ other: 'archive-other', ...(ms >= 4000 && { found: 0, wrong: 100, foreign: 100 }) })),
    ],
    check: 'isolation',
    verdict: 'invalid',
    besides: [['archive', 'invalid']],
  },
  {
    rule: 'k6',
    what: 'One write of 100 failed.',
    run: runOf({ signals: ['k6'] }),
    history: [{ ...k6, writes: { ...path, failed: 1 }, checks: [{ check: 'write: answered', passed: 99, failed: 1 }] }],
    check: 'k6',
    verdict: 'invalid',
  },
  {
    rule: 'k6',
    what: 'No request failed. k6 had no client free for ten of 110 writes: the machine was too slow for it.',
    run: runOf({ signals: ['k6'] }),
    history: [{ ...k6, writes: { ...path, dropped: 10 } }],
    check: 'k6',
    verdict: 'unknown',
  },
]
