import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MOST_TENANTS } from '../../../harness/load/bounds.ts'
import {
  NOBODY,
  type SampleId,
  sampleOf,
  sampleValue,
  seriesOf,
  seriesOfStripe,
  stripeOf,
  stripesOf,
  tickAt,
  timeOf,
} from '../../../harness/mimir/signals/ledger/dataset.ts'
import { Dataset } from '../../../harness/mimir/signals/ledger/dataset-schema.ts'

/** One sample of the largest data set there can be. */
const sample: fc.Arbitrary<SampleId> = fc.record({
  tenant: fc.nat(MOST_TENANTS - 1),
  series: fc.nat(32_767),
  tick: fc.nat(2 ** 28 - 1),
})

describe('values', () => {
  test('a value tells whose it is, and is exact', () => {
    fc.assert(
      fc.property(sample, id => {
        const value = sampleValue(id)
        expect([sampleOf(value), Number.isSafeInteger(value), Number(String(value))]).toEqual([id, true, value])
      }),
    )
  })

  test('no two samples have one value', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const same = a.tenant === b.tenant && a.series === b.series && a.tick === b.tick
        expect(sampleValue(a) === sampleValue(b)).toBe(same)
      }),
    )
  })

  test('neighbours at the ends of the three parts', () => {
    const last = { tenant: MOST_TENANTS - 1, series: 32_767, tick: 2 ** 28 - 1 }
    expect([sampleValue({ tenant: 0, series: 0, tick: 0 }), sampleValue(last) < 2 ** 53]).toEqual([2 ** 43, true])
    expect(sampleValue({ tenant: 1, series: 0, tick: 0 }) - sampleValue({ ...last, tenant: 0 })).toBe(1)
    expect(sampleValue({ tenant: 0, series: 1, tick: 0 }) - sampleValue({ ...last, tenant: 0, series: 0 })).toBe(1)
  })

  test('what is written beside the ledger is like no sample of it', () => {
    expect([NOBODY >= MOST_TENANTS, sampleOf(sampleValue({ tenant: NOBODY, series: 3, tick: 4 }))]).toEqual([
      true,
      { tenant: NOBODY, series: 3, tick: 4 },
    ])
    expect([0, 1.5, -1, 2 ** 43 - 1, 2 ** 53, Number.NaN].map(sampleOf)).toEqual(Array(6).fill(undefined))
  })
})

describe('tenants of different loads', () => {
  const dataset = {
    tenants: ['small', 'large', 'tiny'],
    series: 4,
    stripes: 2,
    own: { large: { series: 40, stripes: 4 }, tiny: { series: 1, stripes: 10 } },
    interval: 1200,
    epoch: 100_000,
  }
  const [small, large, tiny] = [0, 1, 2]

  test('each has its own series and stripes; a stripe without series is none', () => {
    const load = (tenant: number) => [seriesOf(dataset, tenant), stripesOf(dataset, tenant).length]
    expect([load(small!), load(large!), load(tiny!)]).toEqual([
      [4, 2],
      [40, 4],
      [1, 1],
    ])
    expect(seriesOfStripe(dataset, { tenant: small!, stripe: 1 })).toEqual([1, 3])
    expect(seriesOfStripe(dataset, { tenant: large!, stripe: 3 })).toEqual([3, 7, 11, 15, 19, 23, 27, 31, 35, 39])
    expect([stripeOf(dataset, small!, 3), stripeOf(dataset, large!, 3)]).toEqual([
      { tenant: small, stripe: 1 },
      { tenant: large, stripe: 3 },
    ])
  })

  test('stripes are spread over the tick, and tenants between two stripes', () => {
    const begins = [small!, large!, tiny!].map(tenant =>
      stripesOf(dataset, tenant).map(stripe => timeOf(dataset, stripe, 0) - dataset.epoch),
    )
    expect(begins).toEqual([[0, 600], [100, 400, 700, 1000], [80]])
    const stripe = { tenant: large!, stripe: 2 }
    expect([timeOf(dataset, stripe, 7), tickAt(dataset, stripe, 109_100), tickAt(dataset, stripe, 109_101)]).toEqual([
      109_100,
      7,
      undefined,
    ])
  })
})

test('a thousand tenants: no two write at once, and the data set takes no more', () => {
  const tenants = Array.from({ length: MOST_TENANTS }, (_, i) => `tenant-${i}`)
  const dataset = Dataset.parse({ tenants, series: 5, stripes: 1, interval: 1000, epoch: 0 })
  const times = new Set(tenants.flatMap((_, tenant) => stripesOf(dataset, tenant).map(s => timeOf(dataset, s, 3))))
  expect([times.size, Math.min(...times), Math.max(...times)]).toEqual([1000, 3000, 3999])
  expect(Dataset.safeParse({ ...dataset, tenants: [...tenants, 'one more'] }).success).toBe(false)
})
