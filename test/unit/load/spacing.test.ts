import { expect, test } from 'vitest'
import { spacings } from '../../../harness/load/spacing.ts'

const wanted = { instant: 200, range: 1000, labels: 1000, rules: 2000, cross: 2000 }
const some = (tenants: number, thinning?: number) => ({
  tenants: Array.from({ length: tenants }, (_, i) => `tenant-${i}`),
  series: 5,
  shards: 1,
  interval: 1000,
  epoch: 0,
  ...(thinning !== undefined && { thinning }),
})

const aSecond = (tenants: number, spacing: Record<string, number>): number =>
  Object.values(spacing).reduce((sum, ms) => sum + (1000 * tenants) / ms, 0)

test('a dozen tenants are probed as often as the paths want it', () => {
  expect(spacings(wanted, some(12))).toEqual(wanted)
})

test('the densest path becomes rarer first, and then all alike', () => {
  expect(spacings(wanted, some(20))).toEqual({ ...wanted, instant: 500 })
  expect(spacings(wanted, some(50))).toEqual({ instant: 2500, range: 2500, labels: 2500, rules: 2500, cross: 2500 })
  expect(spacings(wanted, some(40))).toEqual({ instant: 2000, range: 2000, labels: 2000, rules: 2000, cross: 2000 })
})

test.each([12, 20, 50, 300, 1000])('%i tenants make a hundred probes a second at most', tenants => {
  expect(aSecond(tenants, spacings(wanted, some(tenants)))).toBeLessThanOrEqual(100.01)
})

test('a thousand tenants: each path of each once in 50 s', () => {
  expect(spacings(wanted, some(1000)).instant).toBe(50_000)
})

test('a thin load has a thinner budget', () => {
  expect(spacings(wanted, some(3, 5))).toEqual({ instant: 1000, range: 2000, labels: 2000, rules: 2000, cross: 2000 })
  expect(spacings(wanted, some(50, 5)).instant).toBe(12_500)
})
