import type { TenantRole } from '../../harness/index.ts'
import type { ShardRing } from '../../harness/mimir/index.ts'
import { choosing } from '../choose-tenants.ts'

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

/**
 * Names of tenants whose shards all have one ingester.
 * @param victim its name @param members how many ingesters there are
 */
export const sharing = (victim: string, members: number) => {
  const has = (role: Role) => (ring: ShardRing, tenant: string) => ring.ids(tenant, SIZES[role]).includes(victim)
  const roles = Object.fromEntries(ROLES.map(role => [role, has(role)])) as Record<Role, ReturnType<typeof has>>
  return choosing(members, roles)
}
