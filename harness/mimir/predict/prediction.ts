import { type Blast, expectedHit, TenantBits } from '../shards/blast-radius.ts'
import type { Pool } from './pool.ts'
import type { Question } from './question.ts'
import { changeOf, type ShardChange } from './shard-change.ts'

/** The instances of a tenant. */
export interface TenantShard {
  tenant: string
  /** Who takes its writes, or runs its queries. */
  shard: string[]
  /** With a lookback: whom readers ask besides. */
  readToo: string[] | undefined
}

/** Two tenants, and what they have in common. */
export interface Shared {
  tenants: [string, string]
  instances: string[]
}

/** How evenly the named tenants lie on the instances. */
export interface Balance {
  /** Tenants of each instance, in the order of the instances. */
  tenants: number[]
  mean: number
  largest: number
  /** Largest over mean: 1 is even. */
  imbalance: number
}

/** What is said of the instances of a ring, or of the queriers. */
export interface PoolPrediction {
  pool: Pool['name']
  instances: readonly string[]
  zones: readonly string[]
  /** Instances of each zone, where there are zones. */
  perZone: number | undefined
  tenants: TenantShard[]
  change: ShardChange | undefined
  /** Each pair of tenants. */
  shared: Shared[]
  blast: Blast[]
  balance: Balance
}

/** How many instances die at once; all is the last. */
const DEAD = [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500]
/** Sets of instances that are looked at. */
const PATTERNS = 10_000
const SEED = 1

/** Everything that follows from the instances. It is the same each time. */
export function predictionOf(pool: Pool, { tenants, size, to }: Question): PoolPrediction {
  const shards = tenants.map(tenant => shardOf(pool, tenant, size))
  const places = new Map(pool.instances.map((id, i) => [id, i]))
  const sets = shards.map(({ shard }) => shard.map(id => places.get(id)!))
  return {
    pool: pool.name,
    instances: pool.instances,
    zones: pool.zones,
    perZone: pool.perZone(size),
    tenants: shards,
    change: to === undefined ? undefined : changeOf(pool, tenants, size, to),
    shared: sharedBy(shards),
    blast: blastOf(sets, pool.instances.length),
    balance: balanceOf(sets, pool.instances.length),
  }
}

function shardOf(pool: Pool, tenant: string, size: number): TenantShard {
  const shard = pool.shard(tenant, size)
  return { tenant, shard, readToo: pool.readers?.(tenant, size).filter(id => !shard.includes(id)) }
}

function sharedBy(shards: readonly TenantShard[]): Shared[] {
  return shards.flatMap((a, i) =>
    shards.slice(i + 1).map(b => ({
      tenants: [a.tenant, b.tenant] as [string, string],
      instances: a.shard.filter(id => b.shard.includes(id)),
    })),
  )
}

/** Means are by the formula, which no draw can better; least and most are over the sets that were looked at. */
function blastOf(sets: readonly (readonly number[])[], instances: number): Blast[] {
  const tenants = new TenantBits(sets, instances)
  return [...DEAD.filter(dead => dead < instances), instances].map(dead => {
    const blast = tenants.blast(dead, { patterns: PATTERNS, seed: SEED })
    const expected = sets.map(set => expectedHit(instances, set.length, dead))
    const sum = (of: 'part' | 'full') => expected.reduce((total, hit) => total + hit[of], 0)
    return {
      ...blast,
      part: { ...blast.part, mean: sum('part') },
      full: { ...blast.full, mean: sum('full') },
    }
  })
}

function balanceOf(sets: readonly (readonly number[])[], instances: number): Balance {
  const tenants = Array.from({ length: instances }, () => 0)
  for (const i of sets.flat()) tenants[i]!++
  const mean = sets.flat().length / instances
  const largest = Math.max(...tenants)
  return { tenants, mean, largest, imbalance: mean === 0 ? 1 : largest / mean }
}
