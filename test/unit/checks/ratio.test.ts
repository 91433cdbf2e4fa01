import { expect, test } from 'vitest'
import { compare, type Timed } from '../../../harness/checks/ratio.ts'
import { nearestRank } from '../../../harness/checks/statistics.ts'
import { seeded } from '../../../harness/util/random.ts'

/** Requests of so many seconds, a hundred each. @param ms how long the nth takes */
const requests = (seconds: number, ms: (n: number) => number, isOk: (n: number) => boolean = () => true): Timed[] =>
  Array.from({ length: 100 * seconds }, (_, n) => ({ due: 10 * n, end: 10 * n + ms(n), ok: isOk(n) }))

test('what is the same is once as much, and its interval is a point', () => {
  const same = requests(20, () => 7)
  expect(compare(same, same, 1)).toEqual({
    p99: { before: 7, after: 7, ratio: 1, low: 1, high: 1 },
    errors: { before: 0, after: 0, ratio: 1, low: 1, high: 1 },
  })
})

test('what takes three times as long is three times as much', () => {
  const { p99 } = compare(
    requests(20, n => 1 + (n % 100)),
    requests(30, n => 3 * (1 + (n % 100))),
    1,
  )
  expect(p99).toEqual({ before: 99, after: 297, ratio: 3, low: 3, high: 3 })
})

test('the 99th percentile is that of the nearest rank', () => {
  const random = seeded(3)
  const drawn = requests(20, () => 100 * random())
  const { p99 } = compare(drawn, drawn, 1)
  const sorted = drawn.map(o => o.end - o.due).sort((a, b) => a - b)
  expect(p99!.after).toBe(nearestRank(sorted, 99))
})

test('the interval holds the true ratio, and is the same for the same seed', () => {
  const random = seeded(5)
  const exponential = (mean: number) => requests(40, () => -mean * Math.log(1 - random()))
  const [calm, flood] = [exponential(10), exponential(20)]
  const { p99 } = compare(calm, flood, 1)
  expect(p99!.low).toBeLessThan(2)
  expect(p99!.high).toBeGreaterThan(2)
  expect(p99!.high - p99!.low).toBeLessThan(1)
  expect(compare(calm, flood, 1)).toEqual({ p99, errors: { before: 0, after: 0, ratio: 1, low: 1, high: 1 } })
})

test('of a hundred pairs without a difference about five have an interval without 1', () => {
  const random = seeded(9)
  const draw = () => requests(20, () => -10 * Math.log(1 - random()))
  const wrong = Array.from({ length: 100 }, (_, seed) => compare(draw(), draw(), seed).p99!).filter(
    ({ low, high }) => low > 1 || high < 1,
  )
  expect(wrong.length).toBeLessThanOrEqual(12)
})

test('a burst in one second says less than as many slow requests in all of them', () => {
  const calm = requests(20, () => 10)
  const burst = compare(
    calm,
    requests(20, n => (n < 40 ? 100 : 10)),
    1,
  ).p99!
  const spread = compare(
    calm,
    requests(20, n => (n % 50 === 0 ? 100 : 10)),
    1,
  ).p99!
  expect([burst.ratio, spread.ratio]).toEqual([10, 10])
  expect([burst.low, spread.low]).toEqual([1, 10])
})

test('errors where there were none before are infinitely many times as much; a single one may be chance', () => {
  const calm = requests(20, () => 10)
  const { errors: many } = compare(
    calm,
    requests(
      20,
      () => 10,
      n => n % 10 > 0,
    ),
    1,
  )
  expect(many).toEqual({ before: 0, after: 0.1, ratio: Infinity, low: Infinity, high: Infinity })
  const { errors: one } = compare(
    calm,
    requests(
      20,
      () => 10,
      n => n > 0,
    ),
    1,
  )
  expect(one).toEqual({ before: 0, after: 1 / 2000, ratio: Infinity, low: 1, high: Infinity })
})

test('where nothing was answered well there is no percentile', () => {
  const calm = requests(20, () => 10)
  const out = requests(
    20,
    () => 10,
    () => false,
  )
  expect(compare(calm, out, 1).p99).toBeUndefined()
  expect(() => compare([], calm, 1)).toThrow('there is nothing to compare with')
})
