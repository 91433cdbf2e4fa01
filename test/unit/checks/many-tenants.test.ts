import { expect, test } from 'vitest'
import { judge } from '../../../harness/checks/index.ts'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { MOST_TENANTS } from '../../../harness/load/bounds.ts'
import { type Stripe, stripesOf, timeOf } from '../../../harness/mimir/signals/ledger/dataset.ts'
import { lostSamples } from '../../../harness/mimir/signals/ledger/loss.ts'
import { signals } from '../../judged.ts'
import { all, end, look, NOON, only, read, runOf, write } from './histories.ts'

const TICKS = 5
const tenants = Array.from({ length: MOST_TENANTS }, (_, i) => `tenant-${i}`)
/** Five series of each in one stripe; the last tenant has six in two. */
const dataset = {
  tenants,
  series: 5,
  stripes: 1,
  own: { 'tenant-999': { series: 6, stripes: 2 } },
  interval: 1000,
  epoch: NOON,
}
const run = runOf({ dataset, spacing: { writes: 1000, instant: 100_000, labels: 100_000 } })

const written = (stripe: Stripe, tick: number): HistoryEvent => {
  const due = timeOf(dataset, stripe, tick)
  return write(tick, { ...stripe, due, start: due, end: due + 10 })
}

/** What a thousand tenants wrote and read back. Of the last one, a sample is gone. */
const events: HistoryEvent[] = [
  ...tenants.flatMap((_, tenant) =>
    stripesOf(dataset, tenant).flatMap(stripe => Array.from({ length: TICKS }, (_, tick) => written(stripe, tick))),
  ),
  ...tenants.map((name, tenant) => look(4000, 'labels', { tenant, values: [name] })),
  ...tenants.flatMap((_, tenant) =>
    stripesOf(dataset, tenant).map(stripe =>
      read(9000, [tenant === 999 && stripe.stripe === 1 ? only([1, 3], [0, 4]) : all([0, 4])], {
        ...stripe,
        path: 'final',
      }),
    ),
  ),
  end(10_000),
]

test('of a thousand tenants, exactly what one has lost is found', () => {
  expect(lostSamples(run, events)).toEqual([{ tenant: 999, stripe: 1, series: [5], ticks: [0, 4] }])
  const { findings, numbers } = judge(run, events, signals)
  const evidence = findings.find(f => f.check === 'loss')!.evidence
  expect([numbers.acked_samples, numbers.lost_samples, evidence.map(e => [e.kind, e.tenant])]).toEqual([
    999 * 5 * TICKS + 6 * TICKS,
    5,
    [['lost', 'tenant-999']],
  ])
})
