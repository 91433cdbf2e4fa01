import { describe, expect, test } from 'vitest'
import { type Dataset, sampleValue, timeOf } from '../../../harness/mimir/signals/ledger/dataset.ts'
import type { MatrixSeries } from '../../../harness/mimir/signals/reads/answer.ts'
import { foreign, observe, observeAll } from '../../../harness/mimir/signals/reads/observe.ts'

/** StripeHistory 1 has series 1, 3 and 5; its ticks are at epoch + 500, 1500, ... */
const dataset: Dataset = { tenants: ['ann', 'bob'], series: 6, stripes: 2, interval: 1000, epoch: 1_000_000 }
const ANN = 0
const BOB = 1
const SHARD = 1
const window = {
  from: timeOf(dataset, { tenant: ANN, stripe: SHARD }, 0) - 1,
  to: timeOf(dataset, { tenant: ANN, stripe: SHARD }, 9),
}

const at = (tick: number): number => timeOf(dataset, { tenant: ANN, stripe: SHARD }, tick) / 1000
const good = (series: number, tick: number): [number, string] => [
  at(tick),
  String(sampleValue({ tenant: ANN, series, tick })),
]
const labels = (series: number) => ({ __name__: 'gauntlet_sample', series: String(series), stripe: '1', tenant: 'ann' })
const answer = (series: number, ...ticks: number[]): MatrixSeries => ({
  metric: labels(series),
  values: ticks.map(tick => good(series, tick)),
})
const see = (...result: MatrixSeries[]) => observe(dataset, ANN, SHARD, window, result)

describe('what is there', () => {
  test('all series alike make one group without indices', () => {
    expect(see(answer(1, 2, 3, 4, 7), answer(3, 2, 3, 4, 7), answer(5, 2, 3, 4, 7))).toEqual({
      seen: [
        {
          ticks: [
            [2, 4],
            [7, 7],
          ],
        },
      ],
      anomalies: [],
    })
  })

  test('series that differ are grouped by what they show, in any order of the answer', () => {
    expect(see(answer(5, 2, 3), answer(3, 2), answer(1, 2, 3))).toEqual({
      seen: [
        { series: [1, 5], ticks: [[2, 3]] },
        { series: [3], ticks: [[2, 2]] },
      ],
      anomalies: [],
    })
  })

  test('an absent series is in no group', () => {
    expect(see(answer(1, 2), answer(5, 2))).toEqual({ seen: [{ series: [1, 5], ticks: [[2, 2]] }], anomalies: [] })
  })

  test('nothing', () => {
    expect(see()).toEqual({ seen: [], anomalies: [] })
  })

  test('a timestamp that came as an inexact float of seconds', () => {
    const odd = { ...dataset, epoch: 1_763_776_123_457 }
    const tick = { tenant: ANN, series: 1, tick: 8 }
    const seconds = Number((timeOf(odd, { tenant: ANN, stripe: SHARD }, 8) / 1000).toFixed(3))
    const result = [{ metric: labels(1), values: [[seconds, String(sampleValue(tick))] as const] }]
    expect(observe(odd, ANN, SHARD, { from: odd.epoch, to: odd.epoch + 60_000 }, result)).toEqual({
      seen: [{ series: [1], ticks: [[8, 8]] }],
      anomalies: [],
    })
  })
})

describe('what no correct Mimir gives', () => {
  test('corrupt: the value of another tick, of another series, or of nothing', () => {
    const other = String(sampleValue({ tenant: ANN, series: 1, tick: 3 }))
    const series1: MatrixSeries = { metric: labels(1), values: [[at(2), other], good(1, 3), [at(4), 'NaN']] }
    const series3: MatrixSeries = { metric: labels(3), values: [[at(3), other]] }
    expect(see(series1, series3)).toEqual({
      seen: [{ series: [1], ticks: [[3, 3]] }],
      wrong: [
        {
          series: [1],
          ticks: [
            [2, 2],
            [4, 4],
          ],
        },
        { series: [3], ticks: [[3, 3]] },
      ],
      anomalies: [
        { kind: 'corrupt', series: 1, tick: 2, expected: sampleValue({ tenant: ANN, series: 1, tick: 2 }), got: other },
        { kind: 'corrupt', series: 1, tick: 4, expected: sampleValue({ tenant: ANN, series: 1, tick: 4 }), got: 'NaN' },
        { kind: 'corrupt', series: 3, tick: 3, expected: sampleValue({ tenant: ANN, series: 3, tick: 3 }), got: other },
      ],
    })
  })

  test("foreign: a series with another tenant's label", () => {
    const stranger = answer(1, 2, 3)
    expect(see({ ...stranger, metric: { ...stranger.metric, tenant: 'bob' } })).toEqual({
      seen: [],
      anomalies: [
        { kind: 'foreign', owner: 'bob', labels: 'gauntlet_sample{series="1", stripe="1", tenant="bob"}', samples: 2 },
      ],
    })
  })

  test("foreign: another tenant's values under the own label", () => {
    const bobs = (tick: number): [number, string] => [at(tick), String(sampleValue({ tenant: BOB, series: 1, tick }))]
    expect(see({ metric: labels(1), values: [good(1, 2), bobs(3), bobs(4)] })).toEqual({
      seen: [{ series: [1], ticks: [[2, 2]] }],
      wrong: [{ series: [1], ticks: [[3, 4]] }],
      anomalies: [
        { kind: 'foreign', owner: 'bob', labels: 'gauntlet_sample{series="1", stripe="1", tenant="ann"}', samples: 2 },
      ],
    })
  })

  test.each([
    ['an index beyond the data set', { ...labels(1), series: '7' }],
    ['an index of another stripe', { ...labels(1), series: '2' }],
    ['no index', { __name__: 'gauntlet_sample', stripe: '1', tenant: 'ann' }],
    ['a negative index', { ...labels(1), series: '-1' }],
    ['an index written otherwise', { ...labels(1), series: '01' }],
    ['another metric', { ...labels(1), __name__: 'up' }],
    ['a label too many', { ...labels(1), zone: 'a' }],
    ['no tenant', { __name__: 'gauntlet_sample', series: '1', stripe: '1' }],
  ])('phantom: a series with %s', (_, metric: Record<string, string>) => {
    const { __name__, ...rest } = metric
    const text = Object.entries(rest).map(([name, value]) => `${name}="${value}"`)
    expect(see({ metric, values: [[at(2), '1']] })).toEqual({
      seen: [],
      anomalies: [
        {
          kind: 'phantom',
          labels: `${__name__}{${text.join(', ')}}`,
          timestamp: timeOf(dataset, { tenant: ANN, stripe: SHARD }, 2),
          got: '1',
        },
      ],
    })
  })

  test('phantom: timestamps between ticks, before the epoch, and outside the window', () => {
    const text = 'gauntlet_sample{series="1", stripe="1", tenant="ann"}'
    const values: [number, string][] = [[at(-1), '5'], good(1, 2), [at(2) + 0.001, '6'], good(1, 10)]
    const beyond = sampleValue({ tenant: ANN, series: 1, tick: 10 })
    expect(see({ metric: labels(1), values })).toEqual({
      seen: [{ series: [1], ticks: [[2, 2]] }],
      anomalies: [
        { kind: 'phantom', labels: text, timestamp: timeOf(dataset, { tenant: ANN, stripe: SHARD }, -1), got: '5' },
        { kind: 'phantom', labels: text, timestamp: timeOf(dataset, { tenant: ANN, stripe: SHARD }, 2) + 1, got: '6' },
        {
          kind: 'phantom',
          labels: text,
          timestamp: timeOf(dataset, { tenant: ANN, stripe: SHARD }, 10),
          got: String(beyond),
        },
      ],
    })
  })

  test('duplicate: two samples for one timestamp; the right one is seen', () => {
    const right = good(1, 2)
    expect(see({ metric: labels(1), values: [right, right, good(1, 3)] })).toEqual({
      seen: [{ series: [1], ticks: [[2, 3]] }],
      anomalies: [{ kind: 'duplicate', series: 1, tick: 2, got: [right[1], right[1]] }],
    })
  })

  test('duplicate: the same series twice, with timestamps in common', () => {
    expect(see(answer(1, 2, 3), answer(1, 3, 4))).toEqual({
      seen: [{ series: [1], ticks: [[2, 4]] }],
      anomalies: [{ kind: 'duplicate', series: 1, tick: 3, got: [good(1, 3)[1], good(1, 3)[1]] }],
    })
  })

  test('duplicate: the same series twice, without', () => {
    expect(see(answer(1, 2, 3), answer(1, 4))).toEqual({
      seen: [{ series: [1], ticks: [[2, 4]] }],
      anomalies: [{ kind: 'duplicate', series: 1, tick: 2, got: [good(1, 2)[1], good(1, 4)[1]] }],
    })
  })

  test('a flood is cut off by kind, so that one kind does not hide another', () => {
    const wide = { ...dataset, stripes: 1, series: 2000 }
    const strangers = Array.from({ length: 1500 }, (_, i) => answer(i, 2)).map(({ metric, values }) => ({
      metric: { ...metric, tenant: 'bob' },
      values,
    }))
    const phantom = { metric: { ...labels(1), zone: 'a' }, values: [] }
    const { anomalies } = observe(wide, ANN, 0, window, [...strangers, phantom])
    const count = (kind: string) => anomalies.filter(a => a.kind === kind).length
    expect({ foreign: count('foreign'), phantom: count('phantom') }).toEqual({ foreign: 1000, phantom: 1 })
  })
})

test('an answer to a question for another tenant is foreign, whatever it holds', () => {
  expect(foreign(answer(1, 2, 3))).toEqual({
    kind: 'foreign',
    owner: 'ann',
    labels: 'gauntlet_sample{series="1", stripe="1", tenant="ann"}',
    samples: 2,
  })
})

test('an answer for several stripes says of each what was seen; another series is out of nowhere', () => {
  const even: MatrixSeries = {
    metric: { ...labels(2), stripe: '0' },
    values: [
      [timeOf(dataset, { tenant: ANN, stripe: 0 }, 3) / 1000, String(sampleValue({ tenant: ANN, series: 2, tick: 3 }))],
    ],
  }
  const stranger: MatrixSeries = { metric: { ...labels(2), stripe: '9' }, values: [good(2, 3)] }
  const { seen, anomalies } = observeAll(dataset, ANN, [1, 0], window, [
    even,
    stranger,
    answer(1, 3),
    answer(3, 3),
    answer(5, 3),
  ])
  expect(seen).toEqual([
    { stripe: 1, ticks: [[3, 3]] },
    { stripe: 0, series: [2], ticks: [[3, 3]] },
  ])
  expect(anomalies.map(a => a.kind)).toEqual(['phantom'])
})
