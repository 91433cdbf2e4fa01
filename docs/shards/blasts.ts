import { expectedHit, TenantBits } from '../../harness/mimir/shards/blast-radius.ts'
import { randomMembers } from '../../harness/mimir/shards/random-members.ts'
import { ShardRing } from '../../harness/mimir/shards/shard-ring.ts'

/** Tenants on a ring of random tokens. */
export interface BlastPlan {
  /** 0: without zones. */
  zones: number
  perZone: number
  size: number
  tenants: number
  /** How many instances die at once, each in turn. */
  dead: number[]
  patterns: number
}

/** Shares of tenants. */
interface Share {
  formula: number
  simulated: number
  least: number
  most: number
}

/** What a number of deaths does. */
export interface BlastRow {
  dead: number
  part: Share
  full: Share
}

/** Lets random sets of instances die, and compares with the formula. */
export function measureBlasts({ zones, perZone, size, tenants, dead, patterns }: BlastPlan): BlastRow[] {
  const members = randomMembers({ zones, perZone, seed: 1 })
  const ring = new ShardRing(members)
  const shards = Array.from({ length: tenants }, (_, i) => ring.shard(`tenant-${i}`, size))
  const bits = new TenantBits(shards, members.length)
  return dead.map(n => {
    const blast = bits.blast(n, { patterns, seed: 1 })
    const formula = expectedHit(members.length, shards[0]!.length, n)
    const share = (of: 'part' | 'full'): Share => ({
      formula: formula[of],
      simulated: blast[of].mean / tenants,
      least: blast[of].least / tenants,
      most: blast[of].most / tenants,
    })
    return { dead: n, part: share('part'), full: share('full') }
  })
}
