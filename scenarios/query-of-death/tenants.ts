import type { Cluster } from '../../harness/index.ts'
import { querierShard } from '../../harness/mimir/index.ts'
import { namesFor } from '../choose-tenants.ts'
import { podsByQuerierId } from '../querier-shards.ts'

export const QUERIERS = 8
/** Queriers of a tenant's shard, where there are shards. */
export const SIZE = 2

/** Who sends the query of death, who shares one querier with it, and who shares none. */
const ROLES = ['attacker', 'sharing', 'apart'] as const
export type Role = (typeof ROLES)[number]

/** Whatever its shard is, the others are chosen by it. */
export const ATTACKER = 'attacker-0'

export const NAMES: readonly string[] = Array.from({ length: QUERIERS }, (_, i) => `querier-${i}`)

/** The attacker's shard, and the one that it has once those are forgotten: by names of pods. */
export interface Shards {
  first: readonly string[]
  next: readonly string[]
}

export async function attackersShards(cluster: Cluster): Promise<Shards> {
  const pods = await podsByQuerierId(cluster)
  const ids = [...pods.keys()]
  const first = querierShard(ids, ATTACKER, SIZE)
  const next = querierShard(
    ids.filter(id => !first.includes(id)),
    ATTACKER,
    SIZE,
  )
  const named = (of: readonly string[]) => of.map(id => pods.get(id)!)
  return { first: named(first), next: named(next) }
}

/** The role of a tenant that was chosen for it. */
export const roleOf = (tenant: string): Role => ROLES.find(role => tenant.startsWith(`${role}-`))!

/**
 * Names tenants by the shards that their names give them among the queriers that are there.
 * @param shared queriers that the second one has in common with the attacker
 */
export const sharing = (shared: number) => async (cluster: Cluster) => {
  const ids = [...(await podsByQuerierId(cluster)).keys()]
  const attacked = querierShard(ids, ATTACKER, SIZE)
  const shares = (tenant: string) => querierShard(ids, tenant, SIZE).filter(id => attacked.includes(id)).length
  return namesFor<Role>({
    attacker: tenant => tenant === ATTACKER,
    sharing: tenant => shares(tenant) === shared,
    apart: tenant => shares(tenant) === 0,
  })
}
