import type { Cluster, TenantRole } from '../../harness/index.ts'
import { readShardRing } from '../../harness/mimir/index.ts'

/** What each tenant is there for. */
export type Role = 'off' | 'few' | 'three' | 'four' | 'thousand'

/** Sizes at the limits of what the document says: off, below the replication factor (3), no multiple of three zones, above the fleet. */
export const SIZES = { off: 0, few: 2, three: 3, four: 4, thousand: 1000 } as const satisfies Record<Role, number>

/** In the order in which run.json has the tenants. */
export const ROLES = Object.keys(SIZES) as Role[]

/** The tenants, with these sizes from the start. */
export const tenantsOf = (sizes: Readonly<Record<Role, number>>): Record<Role, TenantRole> => {
  const role = (name: Role): TenantRole => ({ overrides: { ingestion_tenant_shard_size: sizes[name] } })
  return Object.fromEntries(ROLES.map(name => [name, role(name)])) as Record<Role, TenantRole>
}

/** Names that are tried: a shard of one in six has an ingester with every sixth. */
const TRIED = 1000

/**
 * Names of tenants whose shards all have one ingester: predicted from the ring.
 * @param victim its name @param members how many ingesters there are
 */
export const sharing =
  (victim: string, members: number) =>
  async (cluster: Cluster): Promise<Record<Role, string>> => {
    const { url } = cluster.pods().find(p => p.components.includes('distributor'))!
    const { ring } = await readShardRing(url, 'ingester', members)
    const nameOf = (role: Role): string => {
      const names = Array.from({ length: TRIED }, (_, i) => `${role}-${i}`)
      const found = names.find(name => ring.ids(name, SIZES[role]).includes(victim))
      if (found === undefined) throw new Error(`of ${TRIED} tenants none has ${victim} in a shard of ${SIZES[role]}`)
      return found
    }
    return Object.fromEntries(ROLES.map(role => [role, nameOf(role)])) as Record<Role, string>
  }
