import { expect, test } from 'vitest'
import { greatest, least, nearestRank } from '../../../harness/checks/statistics.ts'
import { lowerBound } from '../../../harness/util/lower-bound.ts'

test('nearest rank gives a number that was measured', () => {
  const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  expect([0, 50, 95, 99, 100].map(p => nearestRank(ten, p))).toEqual([1, 5, 10, 10, 10])
  expect(nearestRank([7], 50)).toBe(7)
  expect(() => nearestRank([], 50)).toThrow('no percentile of 0 numbers at 50 %')
})

test('lower bound is the first that is not less', () => {
  const bound = (value: number) => lowerBound([10, 20, 20, 30], value, n => n)
  expect([5, 10, 15, 20, 25, 31].map(bound)).toEqual([0, 0, 1, 1, 3, 4])
})

test('greatest and least take a million items', () => {
  const many = Array.from({ length: 1_000_000 }, (_, i) => i)
  expect([greatest(many, n => n), least(many, n => n), greatest([], Number), least([], Number)]).toEqual([
    999_999,
    0,
    -Infinity,
    Infinity,
  ])
})
