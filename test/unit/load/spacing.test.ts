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

test('half a dozen tenants are probed as often as the paths want it', () => {
  expect(spacings(wanted, some(6))).toEqual(wanted)
})

test('the densest path becomes rarer first, and then all alike', () => {
  expect(spacings(wanted, some(10))).toEqual({ ...wanted, instant: 500 })
  expect(spacings(wanted, some(25))).toEqual({ instant: 2500, range: 2500, labels: 2500, rules: 2500, cross: 2500 })
  expect(spacings(wanted, some(20))).toEqual({ instant: 2000, range: 2000, labels: 2000, rules: 2000, cross: 2000 })
})

test.each([6, 10, 25, 300, 1000])('%i tenants make fifty probes a second at most', tenants => {
  expect(aSecond(tenants, spacings(wanted, some(tenants)))).toBeLessThanOrEqual(50.01)
})

test('a thousand tenants: each path of each once in 100 s', () => {
  expect(spacings(wanted, some(1000)).instant).toBe(100_000)
})

test('a thin load has a thinner budget', () => {
  expect(spacings(wanted, some(3, 5))).toEqual({ instant: 1000, range: 2000, labels: 2000, rules: 2000, cross: 2000 })
  expect(spacings(wanted, some(50, 5)).instant).toBe(25_000)
})
