import {
  type Actions,
  type Component,
  microservices,
  readShardRing,
  type ShardRing,
  type Step,
  type Topology,
  withConfig,
  withFlags,
  withOverrides,
} from '../harness/mimir/index.ts'
import { override } from './override.ts'

/** What scenarios about shards of ingesters have in common. */

export const DOCUMENT = 'Mimir docs, "Configure shuffle sharding"'

/** Seconds for which ingesters keep blocks, and for which readers look back: as short as the waits that are built into Mimir allow. */
export const LOOKBACK = 180

/** Workloads of ingesters, one for each zone. */
export const ALL_INGESTERS = ['ingester-zone-a', 'ingester-zone-b', 'ingester-zone-c']

/** Overrides reach pods one after the other, so some scenarios give these a file of their own, and others to those. */
export const READERS = ['querier', 'ruler']
export const WRITERS = ['distributor', ...ALL_INGESTERS]

/** The override that shards writes and, where readers obey shards, reads. */
const SIZE = 'ingestion_tenant_shard_size'
/**
 * Readers that look back for a shorter time than ingesters keep blocks. That is sound as long as no ingester comes: before the youngest is older than that, readers ask
 * every ingester whatever the shard is.
 */
export const lookingBack = (topology: Topology, seconds: number): Topology =>
  withFlags(topology, ['querier', 'ruler'], { 'blocks-storage.tsdb.retention-period': `${seconds}s` })

/**
 * Microservices with so many ingesters in each of three zones, which forget as soon as `LOOKBACK` allows.
 * @param pace fast, or the waits are hours
 * @param more replicas of other components
 */
export const manyIngesters = (
  pace: Topology['pace'],
  perZone: number,
  more: Partial<Record<Component, number>> = {},
): Topology => {
  const topology = microservices({ zones: 3, pace, replicas: { ...more, ingester: perZone } })
  return pace === 'fast'
    ? withConfig(topology, { blocks_storage: { tsdb: { retention_period: `${LOOKBACK}s` } } })
    : topology
}

/** Whether queriers and rulers ask the shard alone, or every ingester. */
export const readByShards = (t: Actions, yes: boolean): Promise<void> =>
  t.apply(topology =>
    withFlags(topology, ['querier', 'ruler'], { 'querier.shuffle-sharding-ingesters-enabled': String(yes) }),
  )

/** Queriers and rulers are restarted for it, since no override switches it. */
export const ROLLED = {
  because:
    'rulers look at their ring, and queriers for query-schedulers, every 5 s; a query that is handed to a querier in the moment that it is told to stop is lost',
  instant: 2000,
  labels: { errorRatio: 0.02 },
  'cross-tenant': { errorRatio: 0.02 },
  rules: 10_000,
  evaluations: 10_000,
} as const

/** Store-gateways of another shard are asked from one second to the next, and load what is theirs when they synchronise. */
export const STORE_GATEWAYS_SYNCHRONISE = {
  because:
    'queriers ask the shard at once, and store-gateways load its blocks when they synchronise: until then a query for a block that none of the shard has fails',
  archive: { errorRatio: 0.25 },
} as const

/** The topology with shards of this size for some tenants. @param names of the workloads that get it; default all */
export const withShards = (
  topology: Topology,
  tenants: readonly string[],
  size: number,
  names?: readonly string[],
): Topology => withOverrides(topology, tenants, { [SIZE]: size }, names)

/**
 * Gives tenants shards of ingesters of this size, and waits until every pod that obeys them has read it.
 * @param workloads only these, which have files of their own; default all
 */
export const resize = (t: Actions, tenants: readonly string[], size: number, workloads?: readonly string[]) =>
  override(t, tenants, { [SIZE]: size }, workloads && { workloads })

/** The ring of ingesters as a distributor sees it. */
export const ingesterRing = (t: Actions): Promise<{ ring: ShardRing; now: number }> =>
  readShardRing(t.cluster.pods().find(p => p.components.includes('distributor'))!.url, 'ingester')

/**
 * Lets the load go on until every ingester is registered for longer than readers look back. Before that they ask all of them, whatever the shard is, and nothing can
 * be missing.
 * @param seconds for which readers look back
 * @throws Error where readers would still ask more than the shard: then nothing is tested
 */
export async function outliveLookback(
  t: Actions,
  tenants: readonly string[],
  size: number,
  seconds = LOOKBACK,
): Promise<void> {
  const { ring, now } = await ingesterRing(t)
  const youngest = Math.max(...ring.members.map(m => m.registeredAt))
  await t.wait(
    'ingesters to be registered for longer than readers look back',
    { ms: seconds * 1000, because: 'who came within the lookback belongs to every shard: dskit, ring/ring.go' },
    () => t.traffic(Math.max(0, youngest + seconds + 2 - now)),
  )
  const aged = await ingesterRing(t)
  const lookback = { seconds, now: aged.now }
  for (const tenant of tenants) {
    const [asked, written] = [aged.ring.ids(tenant, size, lookback), aged.ring.ids(tenant, size)]
    if (asked.length !== written.length)
      throw new Error(`readers of ${tenant} ask ${asked.join(', ')}, and its shard is ${written.join(', ')}`)
  }
}

/**
 * The step that waits for it, as `outliveLookback` does.
 * @param seconds for which readers look back
 * @param tenants default: all
 */
export const older = (size: number, seconds: number, tenants: (t: Actions) => readonly string[] = t => t.run.tenants) =>
  ({
    name: 'let ingesters get older than the lookback',
    ref: DOCUMENT,
    run: t => outliveLookback(t, tenants(t), size, seconds),
  }) as const satisfies Step
