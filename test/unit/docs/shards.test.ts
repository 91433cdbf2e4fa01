import { expect, test } from 'vitest'
import { shardsSection } from '../../../docs/generate/shards.ts'
import { measureBlasts } from '../../../docs/shards/blasts.ts'
import { measureQueriers, measureRing } from '../../../docs/shards/consistency.ts'
import { measured } from '../../../docs/shards/measure.ts'
import { measureOverlap, overlapChances, wilson } from '../../../docs/shards/overlap.ts'

test('how many instances two tenants share on rings, the same each time', () => {
  const plan = { zones: 0, perZone: 50, size: 4, rings: 2, pairs: 500 }
  expect(measureOverlap(plan).seen).toEqual([704, 261, 34, 1, 0])
})

test('with zones, chances are those of the zones together', () => {
  // Two zones of two, one of each: a coin for each zone.
  expect(overlapChances(2, 2, 1)).toEqual([0.25, 0.5, 0.25].map(chance => expect.closeTo(chance, 10)))
})

test("Wilson's interval", () => {
  // Newcombe, Two-sided confidence intervals for the single proportion (1998), table I.
  const interval = (times: number, of: number) => wilson(times, of).map(share => Number(share.toFixed(4)))
  expect([interval(81, 263), interval(15, 148), interval(0, 20), interval(1, 29)]).toEqual([
    [0.2553, 0.3662],
    [0.0624, 0.1605],
    [0, 0.1611],
    [0.0061, 0.1718],
  ])
})

test('shares of tenants that are hit', () => {
  const plan = { zones: 0, perZone: 10, size: 2, tenants: 45, dead: [2], patterns: 100 }
  const [row] = measureBlasts(plan)
  expect(row).toMatchObject({
    dead: 2,
    part: { formula: expect.closeTo(16 / 45), simulated: expect.closeTo(16 / 45) },
    full: { formula: expect.closeTo(1 / 45), simulated: expect.closeTo(1 / 45) },
  })
})

test('one instance less changes at most one of a zone; one querier less may change all', () => {
  expect(measureRing(3, 4, 6, 50)).toEqual({ changed: [300, 300], mostOfAZone: 1 })
  expect(measureQueriers(12, 3, 50)).toEqual({ changed: [6, 89, 299, 206] })
})

test('in all that was measured for the document, the formula is within the interval', () => {
  const outside = measured().overlaps.flatMap(({ overlap: { formula, interval } }) =>
    formula.filter((chance, shared) => chance < interval[shared]![0] || chance > interval[shared]![1]),
  )
  expect(outside).toEqual([])
})

test('a section that is not there', () => {
  expect(() => shardsSection('none')).toThrow(new Error('docs/shards.md has no section none'))
})
