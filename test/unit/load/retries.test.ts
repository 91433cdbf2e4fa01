import { expect, test } from 'vitest'
import { retryDelay } from '../../../harness/load/retries.ts'

const retries = { max: 5, baseMs: 100, capMs: 1000 }

test('doubles up to the cap', () => {
  expect([0, 1, 2, 3, 4].map(attempt => retryDelay(retries, attempt, undefined, 0))).toEqual([100, 200, 400, 800, 1000])
})

test('up to half is taken off at random', () => {
  expect(retryDelay(retries, 0, undefined, 0.5)).toBe(75)
})

test('the wish of the server is granted up to the cap', () => {
  expect(retryDelay(retries, 0, 700, 0)).toBe(700)
  expect(retryDelay(retries, 0, 6000, 0)).toBe(1000)
})
