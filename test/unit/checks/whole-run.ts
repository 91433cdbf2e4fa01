import type { HistoryEvent } from '../../../harness/history/events.ts'
import { RequiredCoverage } from '../../../harness/history/run-info.ts'
import { timeOf } from '../../../harness/mimir/signals/ledger/dataset.ts'
import { askedFor } from '../../../harness/mimir/signals/reads/foreign-reads.ts'
import { all, allowing, at, end, fault, look, read, runOf, step, write } from './histories.ts'

/** Milliseconds from noon until the load ends. */
const LASTS = 20_000
const every = (spacing: number): number[] =>
  Array.from({ length: Math.floor(LASTS / spacing) }, (_, i) => i * spacing + 50)

/** A run with every stream there is, of a Mimir that does everything right. */
export const wholeRun = runOf({
  spacing: { instant: 500, range: 1000, labels: 1000, rules: 1000, 'rules-api': 1000, 'cross-tenant': 1000 },
  objectives: allowing(2000),
  coverage: RequiredCoverage.parse({ faults: ['kill-pod'], steps: ['kill'] }),
  storeRead: true,
  ackedSamples: 100,
  signals: ['archive', 'alerts', 'k6', 'reference-prometheus'],
  rule: { record: 'gauntlet_rule', interval: 1 },
})

const { dataset } = wholeRun
const tenants = dataset.tenants.map((_, i) => i)
const stripes = [0, 1]

const ticksBefore = (tenant: number, stripe: number, ms: number): number =>
  Math.ceil((at(ms) - timeOf(dataset, { tenant, stripe }, 0)) / 1000) - 1

/** A read of a stripe's samples of the last three seconds, or of all. */
const samples = (
  path: 'instant' | 'range' | 'final' | 'blocks-only',
  ms: number,
  tenant: number,
  stripe: number,
  back = 3000,
) => {
  const last = ticksBefore(tenant, stripe, Math.min(ms, LASTS) - 20)
  const from = Math.max(at(-1), at(ms - back))
  const first = Math.max(0, Math.floor((from - timeOf(dataset, { tenant, stripe }, 0)) / 1000) + 1)
  const window = { from, to: at(ms - 20) }
  return read(ms, last >= first ? [all([first, last])] : [], { path, tenant, stripe, window })
}

const probes = tenants.flatMap(tenant => [
  ...every(500).map((ms, i) => samples('instant', ms, tenant, i % 2)),
  ...every(1000).map((ms, i) => samples('range', ms, tenant, i % 2)),
  ...every(1000).map(ms => look(ms, 'labels', { tenant, values: [dataset.tenants[tenant]!] })),
  ...every(1000).map(ms => look(ms, 'rules', { tenant, values: [at(ms - 50)] })),
  ...every(1000).map((ms, n) =>
    look(ms, 'rules-api', {
      tenant,
      asks: n % 2 === 0 ? 'rules' : 'alerts',
      values: n % 2 === 0 ? ['gauntlet_rule'] : [],
      ...(n % 2 === 1 && tenant === 0 && { alerts: [{ name: 'Held', state: 'firing', activeAt: at(-30_000) }] }),
    }),
  ),
  ...every(1000).map((ms, n) => {
    const asks = askedFor[(n + 2 * tenant) % askedFor.length]!
    const values = asks === 'metadata' || asks === 'exemplars' ? [dataset.tenants[tenant]!] : []
    return look(ms, 'cross-tenant', { tenant, asks, seen: [], values })
  }),
])

const writes = tenants.flatMap(tenant =>
  stripes.flatMap(stripe => Array.from({ length: LASTS / 1000 }, (_, tick) => write(tick, { tenant, stripe }))),
)

const request = (ms: number) => ({ due: at(ms), start: at(ms), end: at(ms + 20), status: 200 })

const alerting: HistoryEvent[] = [
  {
    type: 'alerting',
    at: at(-100),
    tenant: 0,
    firing: 'Hit',
    silenced: 'Silenced',
    held: { name: 'Held', for: 25_000, interval: 1000, since: at(-30_000) },
    repeat: 5000,
    group: 2500,
    notified: true,
  },
  ...every(500).map(
    (ms): HistoryEvent => ({
      type: 'alerts',
      ...request(ms),
      outcome: 'ok',
      silence: true,
      firing: 'active',
      silenced: 'suppressed',
      held: 'active',
    }),
  ),
  ...every(5000).map((ms): HistoryEvent => ({ type: 'notification', at: at(ms), status: 'firing', alerts: ['Hit'] })),
]

const archive = every(500).flatMap((ms): HistoryEvent[] => {
  const whole = { type: 'archive', chunk: 0, ...request(ms), expected: 10, found: 10, wrong: 0 } as const
  return [whole, { ...whole, other: 'archive-other' }]
})

const path = { requests: 40, failed: 0, unreached: 0, dropped: 0, rate: 2 }
const none = { samples: 0, first: [] }

/** What k6 and the witness say at their ends. */
const atTheEnd: HistoryEvent[] = [
  {
    type: 'k6',
    from: at(0),
    to: at(LASTS),
    wanted: 2,
    writes: path,
    queries: path,
    checks: [{ check: 'answered', passed: 80, failed: 0 }],
  },
  {
    type: 'reference-prometheus',
    at: at(LASTS + 100),
    tenant: 'reference-prometheus',
    from: at(0),
    to: at(LASTS),
    samples: 100,
    series: 5,
    missing: none,
    different: none,
    extra: none,
    queue: { sent: 100, dropped: 0, failed: 0, retried: 0 },
  },
]

const readsBack = (['final', 'blocks-only'] as const).flatMap(path =>
  tenants.flatMap(tenant => stripes.map(stripe => samples(path, LASTS + 1000, tenant, stripe, LASTS + 2000))),
)

/** When the fault begins and when its recovery is proved. */
export const FAULT = { from: 7000, to: 13_000 }

/** Its history, in the order of time. */
export const wholeHistory: HistoryEvent[] = [
  { type: 'pod', pod: 'ingester-0', component: 'ingester', phase: 'ready', at: at(-1000) } as const,
  ...writes,
  ...probes,
  ...alerting,
  ...archive,
  ...step(5000, 15_000, 'kill'),
  ...fault(FAULT.from, FAULT.to),
  ...atTheEnd,
  ...readsBack,
  end(LASTS + 3000),
]
