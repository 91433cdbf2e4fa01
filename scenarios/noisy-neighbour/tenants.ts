import type { Cluster } from '../../harness/index.ts'
import { NOISY, querierShard, readShardRing, type ShardRing } from '../../harness/mimir/index.ts'
import { choosing } from '../choose-tenants.ts'

/** Two ingesters of each of three zones; a shard has one of each. */
export const PER_ZONE = 2
export const SIZE = 3

/** Queriers, and how many of them run a tenant's queries. */
export const QUERIERS = 4
export const QUERIER_SHARD = 2

/** Rulers, of which one evaluates a tenant's rules. */
export const RULERS = 2
export const RULER_SHARD = 1

/** Replicas that must have taken a sample. */
const QUORUM = 2

const common = (a: readonly string[], b: readonly string[]): string[] => a.filter(id => b.includes(id))

/** Ingesters that a tenant shares with the noisy one. */
export const sharedIngesters = (ring: ShardRing, tenant: string, size: number): string[] =>
  common(ring.ids(tenant, size), ring.ids(NOISY, size))

/** The ids of queriers are the names of their pods. */
export const queriersOf = (cluster: Pick<Cluster, 'pods'>): string[] =>
  cluster.pods().flatMap(p => (p.components.includes('querier') ? [p.name] : []))

/** Queriers that a tenant shares with the noisy one. @param ids of all */
export const sharedQueriers = (ids: readonly string[], tenant: string, size: number): string[] =>
  common(querierShard(ids, tenant, size), querierShard(ids, NOISY, size))

/** Whether a tenant has a quorum of its replicas on ingesters of the noisy one, so that it is hit when these can not take more. */
export const hasTooFewOwn = (ring: ShardRing, tenant: string, size: number): boolean =>
  sharedIngesters(ring, tenant, size).length >= QUORUM

/** The ruler that a tenant shares with the noisy one, if it does. */
export const sharedRulers = (ring: ShardRing, tenant: string): string[] =>
  common(ring.ids(tenant, RULER_SHARD), ring.ids(NOISY, RULER_SHARD))

/** The ring of rulers, as one of them sees it. */
export async function rulerRing(cluster: Pick<Cluster, 'pods'>): Promise<ShardRing> {
  const { url } = cluster.pods().find(p => p.components.includes('ruler'))!
  return (await readShardRing(url, 'ruler', RULERS)).ring
}

/**
 * Two tenants that share no ingester with the noisy one, one that shares one, and one that shares a quorum. The last shares its queriers and its ruler, too, and the
 * others share none.
 */
export async function choose(cluster: Cluster) {
  const ids = queriersOf(cluster)
  const rulers = await rulerRing(cluster)
  const others = (tenant: string) =>
    sharedQueriers(ids, tenant, QUERIER_SHARD).length + sharedRulers(rulers, tenant).length
  const sharing = (ingesters: number) => (ring: ShardRing, tenant: string) =>
    sharedIngesters(ring, tenant, SIZE).length === ingesters && others(tenant) === 0
  return choosing(3 * PER_ZONE, {
    apart: sharing(0),
    'apart-too': sharing(0),
    one: sharing(1),
    sharer: (ring, tenant) => hasTooFewOwn(ring, tenant, SIZE) && others(tenant) === QUERIER_SHARD + RULER_SHARD,
  })(cluster)
}
