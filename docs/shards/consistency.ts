import { querierShard } from '../../harness/mimir/shards/querier-shard.ts'
import { randomMembers } from '../../harness/mimir/shards/random-members.ts'
import { ShardRing } from '../../harness/mimir/shards/shard-ring.ts'

/**
 * How many tenants get so many instances that they did not have when one leaves: each in turn, for each tenant. As many are new when it joins again, since a
 * shard has the same size before and after.
 */
export interface Consistency {
  /** Index: instances that are new in a shard. */
  changed: number[]
  /** On a ring: the most that were new in one zone. */
  mostOfAZone?: number
}

/** Members of a ring leave, each in turn. */
export function measureRing(zones: number, perZone: number, size: number, tenants: number): Consistency {
  const members = randomMembers({ zones, perZone, seed: 1 })
  const names = tenantNames(tenants)
  const whole = new ShardRing(members)
  const before = names.map(tenant => whole.ids(tenant, size))
  const zoneOf = new Map(members.map(m => [m.id, m.zone]))
  const found = { changed: [0], mostOfAZone: 0 }
  for (const gone of members) {
    const rest = new ShardRing(members.filter(m => m !== gone))
    for (const [i, tenant] of names.entries()) {
      const fresh = note(found, before[i]!, rest.ids(tenant, size))
      const zones = Map.groupBy(fresh, id => zoneOf.get(id))
      found.mostOfAZone = Math.max(found.mostOfAZone, ...[...zones.values()].map(ids => ids.length))
    }
  }
  return found
}

/** Queriers leave, each in turn. */
export function measureQueriers(queriers: number, size: number, tenants: number): Consistency {
  const ids = Array.from({ length: queriers }, (_, i) => `querier-${i}`)
  const found: Consistency = { changed: [0] }
  for (const tenant of tenantNames(tenants)) {
    const before = querierShard(ids, tenant, size)
    for (const gone of ids) {
      const rest = ids.filter(id => id !== gone)
      note(found, before, querierShard(rest, tenant, size))
    }
  }
  return found
}

const tenantNames = (n: number) => Array.from({ length: n }, (_, i) => `tenant-${i}`)

/** @returns the instances that are new */
function note({ changed }: Consistency, before: string[], after: string[]): string[] {
  const fresh = after.filter(id => !before.includes(id))
  while (changed.length <= fresh.length) changed.push(0)
  changed[fresh.length]!++
  return fresh
}
