import { expect, test } from 'vitest'
import { Backlog } from '../../../harness/mimir/signals/ledger/backlog.ts'
import { type Dataset, datasetOf, dueOf, kindOf, timeOf } from '../../../harness/mimir/signals/ledger/dataset.ts'
import { KindName } from '../../../harness/mimir/signals/ledger/dataset-schema.ts'
import { chunksOf } from '../../../harness/mimir/signals/ledger/final-read.ts'
import { kindsFor } from '../../../harness/mimir/signals/ledger/kinds/index.ts'
import { windowsOf } from '../../../harness/mimir/signals/ledger/kinds/late-window.ts'
import { instant } from '../../../harness/mimir/signals/reads/sample-reads.ts'

const dataOf = (...tenants: string[]): Dataset =>
  datasetOf({ tenants: tenants.map(name => ({ name })), series: 20, writesPerSecond: 10 }, 1, 7, KindName.options)

test('what comes late goes to one tenant, which alone has a window, and what comes too late to another', () => {
  for (const tenants of [
    ['a', 'b'],
    ['a', 'b', 'c'],
    ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'],
  ]) {
    const { kinds = {} } = dataOf(...tenants)
    const whose = (kind: KindName) => Object.keys(kinds).filter(tenant => kinds[tenant]!.includes(kind))
    const [late, tooLate] = [whose('late'), whose('too_late')]
    expect([late.length, tooLate.length]).toEqual([1, 1])
    expect(tooLate).not.toEqual(late)
    expect(windowsOf(dataOf(...tenants))).toEqual({ [late[0]!]: { out_of_order_time_window: '5m' } })
  }
})

test('with one tenant alone nothing comes too late', () => {
  expect(dataOf('a').kinds).toEqual({ a: KindName.options.filter(kind => kind !== 'too_late') })
})

test('an old Mimir gets what it knows', () => {
  expect(kindsFor('2.14.3')).toEqual(['counter', 'churn', 'stale_marker', 'late', 'too_late'])
})

/** One tick each second; of two, the second is late. */
const dataset: Dataset = {
  ...{ tenants: ['a'], series: 4, stripes: 2, interval: 1000, epoch: 1_000_000 },
  kinds: { a: ['late', 'too_late', 'stale_marker'] },
}
const [late, tooLate, marker] = [2, 3, 4].map(stripe => ({ tenant: 0, stripe }))

test('each that must be refused has a request of its own, even after a stall', () => {
  const now = dueOf(dataset, tooLate!, 3)
  const taken = (of: typeof tooLate) => {
    const backlog = new Backlog(dataset, of!, 0)
    return [backlog.take(now)?.ticks, backlog.take(now)?.ticks]
  }
  expect(taken(tooLate)).toEqual([
    [0, 0],
    [1, 1],
  ])
  expect(taken(late)[0]).toEqual([0, 3])
})

test('the final read goes back to before the load: samples that are late are older than it', () => {
  const first = (of: typeof late) => chunksOf(dataset, 'final', 1_001_000).find(q => q.stripe === of!.stripe)!.window!
  expect([late, tooLate, marker].map(of => first(of).from)).toEqual([847_999, 847_999, 999_999])
  const times = Array.from({ length: 8 }, (_, tick) => timeOf(dataset, late!, tick) - timeOf(dataset, late!, 0))
  expect(times).toEqual([0, -4750, 2000, -67_500, 4000, -750, 6000, -143_250])
})

test('every fourth instant probe is for another kind, in turns, as it is read back', () => {
  const asked = Array.from({ length: 16 }, (_, n) => instant.ask(dataset, 0, { n, now: 1_100_000, spacing: 200 })!)
  expect(asked.map(q => kindOf(dataset, { tenant: 0, stripe: q.stripe! }) ?? `stripe ${q.stripe}`)).toEqual([
    ...['stripe 0', 'stripe 1', 'stripe 0', 'late'],
    ...['stripe 1', 'stripe 0', 'stripe 1', 'too_late'],
    ...['stripe 0', 'stripe 1', 'stripe 0', 'stale_marker'],
    ...['stripe 1', 'stripe 0', 'stripe 1', 'late'],
  ])
  // Three looks at each, however late it is.
  expect(asked.flatMap((q, n) => (n % 4 === 3 ? [q.window!.to - q.window!.from] : []))).toEqual([
    159_200, 159_200, 7200, 159_200,
  ])
  expect([asked[3]!.url.split('?')[0], asked[11]!.url]).toEqual(['/prometheus/api/v1/query', '/prometheus/api/v1/read'])
})
