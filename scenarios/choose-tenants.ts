import type { Cluster } from '../harness/index.ts'
import { readShardRing, type ShardRing } from '../harness/mimir/index.ts'

/** Names that are tried for each role. */
const TRIED = 5000

/**
 * Names tenants after what their shards have to be: for each role the first of `role-0`, `role-1`, ... that fits.
 * @returns what `load.choose` gives. @throws Error where no name fits
 */
export function namesFor<Role extends string>(
  roles: Readonly<Record<Role, (tenant: string) => boolean>>,
): Record<Role, string> {
  const chosen = Object.keys(roles).map(key => {
    const role = key as Role
    const names = Array.from({ length: TRIED }, (_, i) => `${role}-${i}`)
    const name = names.find(tenant => roles[role](tenant))
    if (name === undefined) throw new Error(`of ${TRIED} names none gives tenant "${role}" the shard that it needs`)
    return [role, name]
  })
  return Object.fromEntries(chosen) as Record<Role, string>
}

/**
 * Names tenants after what their shards of ingesters have to be, predicted from the real tokens.
 * @param members how many ingesters there are
 * @param roles what the ring must give a tenant
 * @returns what `load.choose` is. It throws Error where no name fits
 */
export const choosing =
  <Role extends string>(members: number, roles: Readonly<Record<Role, (ring: ShardRing, tenant: string) => boolean>>) =>
  async (cluster: Cluster): Promise<Record<Role, string>> => {
    const { url } = cluster.pods().find(p => p.components.includes('distributor'))!
    const { ring } = await readShardRing(url, 'ingester', members)
    const fits = Object.entries<(ring: ShardRing, tenant: string) => boolean>(roles).map(([role, isIt]) => [
      role,
      (tenant: string) => isIt(ring, tenant),
    ])
    return namesFor(Object.fromEntries(fits) as Record<Role, (tenant: string) => boolean>)
  }
