import { expect, test } from 'vitest'
import { chanceOfHits, choose } from '../../../../harness/mimir/shards/chances.ts'

test.each([
  [4, 2, 6],
  [4, 0, 1],
  [4, 4, 1],
  [4, 5, 0],
  [4, -1, 0],
  [50, 4, 230_300],
  [52, 5, 2_598_960],
])('of %i there are choices of %i: %i', (n, k, ways) => expect(choose(n, k)).toBe(ways))

test('two tenants with 4 of 50 each share 0 to 4, in percent', () => {
  const percent = [0, 1, 2, 3, 4].map(shared => Number((100 * chanceOfHits(50, 4, 4, shared)).toPrecision(3)))
  expect(percent).toEqual([70.9, 26.4, 2.7, 0.0799, 0.000434])
})

test('what can not be has no chance', () => {
  expect([chanceOfHits(4, 3, 3, 1), chanceOfHits(4, 2, 1, 2), chanceOfHits(4, 2, 2, -1)]).toEqual([0, 0, 0])
})

test('large numbers', () => {
  expect(chanceOfHits(1000, 500, 500, 250)).toBeCloseTo(0.0504, 4)
})
