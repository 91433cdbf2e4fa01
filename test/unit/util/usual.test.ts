import { expect, test } from 'vitest'
import { forecast, sumOf, usually } from '../../../harness/util/usual.ts'

test.each([
  [{ least: 1, most: 1 }, '1 second'],
  [{ least: 10, most: 30 }, '10 to 30 seconds'],
  [{ least: 0, most: 45.2 }, 'up to 46 seconds'],
  [{ least: 240, most: 420 }, '4 to 7 minutes'],
  [{ least: 30, most: 91 }, 'up to 2 minutes'],
  [{ least: 60, most: 100 }, '1 to 2 minutes'],
  [{ least: 600, most: 600 }, '10 minutes'],
])('%j is %s', (usual, words) => {
  expect(usually(usual)).toEqual(words)
})

test('one after the other takes the sum', () => {
  const parts = [
    { least: 240, most: 420 },
    { least: 10, most: 30 },
  ]
  expect(sumOf(parts)).toEqual({ least: 250, most: 450 })
  expect(sumOf([])).toEqual({ least: 0, most: 0 })
})

const mimir = { least: 180, most: 420 }
const later = [
  { least: 180, most: 360 },
  { least: 60, most: 480 },
]

test.each([
  ['at the beginning', 0, later, 'usually 3 to 7 minutes; with what comes after it 7 to 21 minutes more'],
  ['half-way', 200, later, 'usually 3 to 7 minutes; with what comes after it 4 to 18 minutes more'],
  ['late', 421, later, 'longer than usual (3 to 7 minutes); with what comes after it 4 to 14 minutes more'],
  ['one thing after it', 0, later.slice(0, 1), 'usually 3 to 7 minutes; with what comes after it 6 to 13 minutes more'],
  ['the last thing', 30, [], 'usually 3 to 7 minutes'],
])('what people who wait are told: %s', (_, passed, after, words) => {
  expect(forecast(mimir, passed, after)).toEqual(words)
})
