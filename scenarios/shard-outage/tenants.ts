import type { ShardRing } from '../../harness/mimir/index.ts'
import { choosing } from '../choose-tenants.ts'

/** Three ingesters of each of three zones; a shard has one of each. */
export const PER_ZONE = 3
export const SIZE = 3

/** Ingesters of different zones. */
export const VICTIMS = ['ingester-zone-a-0', 'ingester-zone-b-0'] as const

/** How many victims each tenant has in its shard. */
const HIT_BY = { both: 2, 'both-too': 2, one: 1, 'one-too': 1, none: 0, 'none-too': 0 } as const
type Role = keyof typeof HIT_BY

/** The victims that a tenant has in its shard. */
export const victimsOf = (ring: ShardRing, tenant: string): string[] => {
  const shard = ring.ids(tenant, SIZE)
  return VICTIMS.filter(v => shard.includes(v))
}

const isHitBy = (n: number) => (ring: ShardRing, tenant: string) => victimsOf(ring, tenant).length === n

/** Tenants that have so many of the victims in their shards as their roles say. */
export const choose = choosing(
  3 * PER_ZONE,
  Object.fromEntries(Object.entries(HIT_BY).map(([role, n]) => [role, isHitBy(n)])) as Record<
    Role,
    ReturnType<typeof isHitBy>
  >,
)
