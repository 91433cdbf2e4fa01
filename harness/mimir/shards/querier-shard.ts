import { byBytes } from './by-bytes.ts'
import { randomOf } from './shard-seed.ts'

/**
 * The queriers that run a tenant's queries (Mimir: pkg/scheduler/queue/tenant_querier_shards.go). Unlike a shard of a ring it is drawn anew whenever a
 * querier comes or is forgotten, and more than one member may change then.
 * @param queriers ids of all that are connected
 * @param size `max_queriers_per_tenant`: 0 is all
 * @returns ids, ascending
 */
export function querierShard(queriers: readonly string[], tenant: string, size: number): string[] {
  const rest = [...queriers].sort(byBytes)
  if (size <= 0 || rest.length <= size) return rest
  const random = randomOf(tenant, '')
  const chosen: string[] = []
  for (let last = rest.length - 1; chosen.length < size; last--) {
    const at = random.intn(last + 1)
    chosen.push(rest[at]!)
    rest[at] = rest[last]!
  }
  return chosen.sort(byBytes)
}
