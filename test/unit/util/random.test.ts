import { expect, test } from 'vitest'
import { seeded } from '../../../harness/util/random.ts'

const numbers = (seed: number, n: number) => Array.from({ length: n }, seeded(seed))

test('the same seed gives the same numbers, another one gives others', () => {
  expect(numbers(1, 5)).toEqual(numbers(1, 5))
  expect(numbers(1, 5)).not.toEqual(numbers(2, 5))
})

test('numbers are from 0 to below 1, and spread evenly', () => {
  const tenths = Array(10).fill(0)
  for (const n of numbers(42, 10_000)) tenths[Math.floor(n * 10)]++
  expect(tenths).toHaveLength(10)
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150)
})

test('every seed of 32 bits will do', () => {
  for (const seed of [0, 2 ** 31, 2 ** 32 - 1]) expect(numbers(seed, 3).every(n => n >= 0 && n < 1)).toBe(true)
})
