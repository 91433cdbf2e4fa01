import type { HistoryEvent } from '../../harness/history/events.ts'
import type { Dataset } from '../../harness/mimir/signals/ledger/dataset.ts'
import type { Seen } from '../../harness/mimir/signals/reads/reads-records.ts'
import { at, fault, look, NOON, runOf, write } from '../../test/unit/checks/histories.ts'
import type { Worked } from './worked.ts'

const dataset: Dataset = {
  ...{ tenants: ['tenant-a', 'tenant-b'], series: 2, stripes: 1, interval: 1000, epoch: NOON },
  kinds: { 'tenant-a': ['counter'] },
}

/** The counter is written four times, with an exemplar each time, and both are asked for. */
const asked = (seen: Seen[], metrics: string[]): HistoryEvent[] => [
  ...[0, 1, 2, 3].map(tick => {
    const start = at(1000 * tick + 500)
    return write(tick, { stripe: 1, due: start, start, end: start + 10 })
  }),
  look(4000, 'cross-tenant', { asks: 'exemplars', values: ['tenant-a'], seen }),
  look(4200, 'cross-tenant', { asks: 'metadata', values: ['tenant-a'], metrics }),
]

const example = (rule: string, what: string, verdict: Worked['verdict'], history: HistoryEvent[]): Worked => ({
  ...{ rule, what, history, verdict, check: 'exemplars' },
  run: runOf({ dataset }),
})

const whole: Seen[] = [{ stripe: 1, ticks: [[0, 3]] }]

export const exemplarRules: Worked[] = [
  example(
    'An acked exemplar',
    'A counter is written four times, with an exemplar each time. A read has all of them.',
    'valid',
    asked(whole, ['gauntlet_counter']),
  ),
  example(
    'An acked exemplar',
    'The same, and the third exemplar is in no read.',
    'invalid',
    asked(
      [
        {
          stripe: 1,
          ticks: [
            [0, 1],
            [3, 3],
          ],
        },
      ],
      ['gauntlet_counter'],
    ),
  ),
  example(
    'Acked metadata',
    'Each write carried the metadata of the counter, and a read of metadata does not have them.',
    'invalid',
    asked(whole, []),
  ),
  example(
    'No calm time',
    'A fault lasts all the time. No read has an exemplar or metadata, and none has to.',
    'valid',
    [...fault(0, 5000), ...asked([], [])],
  ),
  example(
    'No calm time',
    'A counter is written, and nobody asks for exemplars and metadata.',
    'unknown',
    asked([], []).slice(0, 4),
  ),
]
