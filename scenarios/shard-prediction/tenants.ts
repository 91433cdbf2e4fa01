import { type Topology, withOverrides } from '../../harness/mimir/index.ts'

/** Names with all that Mimir allows in one (dskit: tenant/tenant.go), short and long: what a shard follows from is their bytes. */
const UNUSUAL = ['a', 'A', '0', 'team.b', 'team_c', 'team-d!', "team'e", 'team*f', '(team-g)', 'long-'.repeat(20)]

/** Sixty tenants, beside the load's. */
export const TENANTS: readonly string[] = [...UNUSUAL, ...Array.from({ length: 50 }, (_, i) => `team-${i}`)]

/** How many pods of each component serve a tenant, where pods have no zones. Where they have, it is divided by the zones and rounded up. */
export interface Sizes {
  ingesters: number
  storeGateways: number
  rulers: number
  queriers: number
}

/** 4 and 8 are no multiples of three zones: they stand for 6 and 9 pods there. */
export const SMALL: Sizes = { ingesters: 3, storeGateways: 3, rulers: 1, queriers: 2 }
export const MEDIUM: Sizes = { ingesters: 4, storeGateways: 4, rulers: 2, queriers: 3 }
export const LARGE: Sizes = { ingesters: 8, storeGateways: 8, rulers: 4, queriers: 5 }

/** What a tenant with shards of these sizes has as runtime overrides. Alertmanagers have no size: a tenant is on three of them. */
export const overridesOf = ({ ingesters, storeGateways, rulers, queriers }: Sizes) => ({
  ingestion_tenant_shard_size: ingesters,
  store_gateway_tenant_shard_size: storeGateways,
  ruler_tenant_shard_size: rulers,
  max_queriers_per_tenant: queriers,
})

/** The topology where all sixty have shards of these sizes. @param names of the workloads that get them; default all */
export const withSizes = (topology: Topology, sizes: Sizes, names?: string[]): Topology =>
  withOverrides(topology, TENANTS, overridesOf(sizes), names)
