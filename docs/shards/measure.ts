import { readFileSync, writeFileSync } from 'node:fs'
import { type BlastPlan, type BlastRow, measureBlasts } from './blasts.ts'
import { type Consistency, measureQueriers, measureRing } from './consistency.ts'
import { measureOverlap, type Overlap, type OverlapPlan } from './overlap.ts'

/** `npm run docs:shards` measures what docs/shards.md says, on rings of random tokens. It takes a minute, and gives the same each time. */

/** All that was measured, beside what it was measured on. */
export interface Measured {
  overlaps: { plan: OverlapPlan; overlap: Overlap }[]
  blasts: { plan: BlastPlan; rows: BlastRow[] }[]
  consistency: { what: string; cases: Consistency }[]
}

const RING = { size: 4, rings: 20, pairs: 5000 }
const TENANTS = { size: 4, tenants: 1000, dead: [1, 2, 3, 5, 10, 20], patterns: 10_000 }

/** Measures everything. */
export function measure(): Measured {
  const overlaps = [
    { ...RING, zones: 0, perZone: 50 },
    { ...RING, zones: 3, perZone: 17 },
  ]
  const blasts = [
    { ...TENANTS, zones: 0, perZone: 50 },
    { ...TENANTS, zones: 3, perZone: 17 },
    { ...TENANTS, zones: 0, perZone: 200 },
    { ...TENANTS, zones: 0, perZone: 1000 },
  ]
  return rounded({
    overlaps: overlaps.map(plan => ({ plan, overlap: measureOverlap(plan) })),
    blasts: blasts.map(plan => ({ plan, rows: measureBlasts(plan) })),
    consistency: [
      { what: 'ring of 50', cases: measureRing(0, 50, 4, 1000) },
      { what: 'ring of 3 × 17', cases: measureRing(3, 17, 4, 1000) },
      { what: '50 queriers', cases: measureQueriers(50, 4, 1000) },
    ],
  })
}

/** To six digits: logarithms may differ in the last from machine to machine. */
const rounded = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value, (_, it) => (typeof it === 'number' ? Number(it.toPrecision(6)) : it))) as T

const FILE = new URL('./measured.json', import.meta.url)

/** What was measured last. */
export const measured = (): Measured => JSON.parse(readFileSync(FILE, 'utf8')) as Measured

if (import.meta.main) writeFileSync(FILE, `${JSON.stringify(measure(), undefined, 1)}\n`)
