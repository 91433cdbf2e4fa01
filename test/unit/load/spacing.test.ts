import { expect, test } from 'vitest'
import { spacings } from '../../../harness/mimir/signals/reads/spacing.ts'

const wanted = { instant: 200, range: 1000, labels: 1000, rules: 2000, 'cross-tenant': 2000 }
const aSecond = (tenants: number, spacing: Record<string, number>): number =>
  Object.values(spacing).reduce((sum, ms) => sum + (1000 * tenants) / ms, 0)

test('half a dozen tenants are probed as often as the paths want it', () => {
  expect(spacings(wanted, 6, 1)).toEqual(wanted)
})

test('the densest path becomes rarer first, and then all alike', () => {
  expect(spacings(wanted, 10, 1)).toEqual({ ...wanted, instant: 500 })
  expect(spacings(wanted, 25, 1)).toEqual({
    instant: 2500,
    range: 2500,
    labels: 2500,
    rules: 2500,
    'cross-tenant': 2500,
  })
  expect(spacings(wanted, 20, 1)).toEqual({
    instant: 2000,
    range: 2000,
    labels: 2000,
    rules: 2000,
    'cross-tenant': 2000,
  })
})

test.each([6, 10, 25, 300, 1000])('%i tenants make fifty probes a second at most', tenants => {
  expect(aSecond(tenants, spacings(wanted, tenants, 1))).toBeLessThanOrEqual(50.01)
})

test('a thousand tenants: each path of each once in 100 s', () => {
  expect(spacings(wanted, 1000, 1).instant).toBe(100_000)
})

test('a thin load has a thinner budget', () => {
  expect(spacings(wanted, 3, 5)).toEqual({
    instant: 1000,
    range: 2000,
    labels: 2000,
    rules: 2000,
    'cross-tenant': 2000,
  })
  expect(spacings(wanted, 50, 5).instant).toBe(25_000)
})
