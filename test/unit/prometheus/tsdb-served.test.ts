import { expect, test } from 'vitest'
import { amissIn, DAY } from '../../../harness/prometheus/signals/ticks/tsdb-served.ts'
import { TICK } from '../../../harness/prometheus/ticks-plan.ts'

const from = 20 * DAY
const step = 6 * 3_600_000
const made = { from, until: from + 3 * DAY, step, series: 1 }
const ends = [1, 2, 3].map(day => from + day * DAY - 1)
/** Four ticks a day. */
const sums = ends.map(end => 4 * ((end + 1 - DAY) / TICK) + (6 * step) / TICK)
const windows = (values: readonly number[]) => new Map([['0', new Map(ends.map((end, i) => [end, values[i]!]))]])

test('each day has its ticks by their count and sum', () => {
  expect(amissIn(made, windows([4, 4, 4]), windows(sums))).toEqual({ windows: 3, amiss: [] })
})

test('days that follow each other and lack ticks are one time', () => {
  expect(amissIn(made, windows([4, 3, 0]), windows(sums)).amiss).toEqual([
    { series: '0', from: from + DAY, to: from + 3 * DAY, expected: 8, found: 3 },
  ])
})

test('a value that is not its tick changes the sum', () => {
  expect(amissIn(made, windows([4, 4, 4]), windows([sums[0]! + 1, sums[1]!, sums[2]!])).amiss).toEqual([
    { series: '0', from, to: from + DAY, expected: 4, found: 4 },
  ])
})

test('a series that is not answered lacks all', () => {
  expect(amissIn(made, new Map(), new Map()).amiss).toEqual([
    { series: '0', from, to: from + 3 * DAY, expected: 12, found: 0 },
  ])
})
