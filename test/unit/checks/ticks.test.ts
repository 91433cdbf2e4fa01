import { expect, test } from 'vitest'
import { runsOf, union } from '../../../harness/mimir/signals/ledger/ticks.ts'

test('a union is ascending, and its ranges neither overlap nor touch', () => {
  expect(
    union([
      [5, 6],
      [0, 1],
      [2, 2],
      [6, 9],
      [20, 20],
    ]),
  ).toEqual([
    [0, 2],
    [5, 9],
    [20, 20],
  ])
  expect(union([])).toEqual([])
})

test('runs are as long as can be', () => {
  expect(runsOf(6, tick => tick !== 2 && tick !== 4)).toEqual([
    [0, 1],
    [3, 3],
    [5, 5],
  ])
  expect(runsOf(3, () => false)).toEqual([])
  expect(runsOf(0, () => true)).toEqual([])
})
