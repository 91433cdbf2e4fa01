import type { Cluster } from '../../harness/index.ts'
import { readShardRing, type ShardRing } from '../../harness/mimir/index.ts'

/** Ingesters of different zones. */
export const VICTIMS = ['ingester-zone-a-0', 'ingester-zone-b-0'] as const

/** How many victims each tenant has in its shard, in the order of run.json. */
export const HIT_BY = { both: 2, 'both-too': 2, one: 1, 'one-too': 1, none: 0, 'none-too': 0 } as const
type Role = keyof typeof HIT_BY

/** Names that are tried: with shards of one in three of each zone, one in nine is in both. */
const TRIED = 1000

/** The victims that a tenant has in its shard. */
export const victimsOf = (ring: ShardRing, tenant: string, size: number): string[] => {
  const shard = ring.ids(tenant, size)
  return VICTIMS.filter(v => shard.includes(v))
}

/** Names of tenants that have so many of the victims in their shards as their roles say: found by predicting the shards of many. */
export async function chooseBy(
  cluster: Cluster,
  { members, size }: { members: number; size: number },
): Promise<Record<Role, string>> {
  const distributor = cluster.pods().find(p => p.components.includes('distributor'))!
  const { ring } = await readShardRing(distributor.url, 'ingester', members)
  const names = Array.from({ length: TRIED }, (_, i) => `tenant-${i}`)
  const chosen = new Set<string>()
  const withVictims = (n: number) => {
    const name = names.find(tenant => !chosen.has(tenant) && victimsOf(ring, tenant, size).length === n)
    if (name === undefined)
      throw new Error(`of ${TRIED} tenants not enough have ${n} of ${VICTIMS.join(' and ')} in their shards`)
    chosen.add(name)
    return name
  }
  const roles = Object.entries(HIT_BY).map(([role, n]) => [role, withVictims(n)])
  return Object.fromEntries(roles) as Record<Role, string>
}
