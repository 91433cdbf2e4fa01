import type { Pod } from '../../../cluster/cluster.ts'
import { done, notYet, until } from '../../../util/until.ts'
import { configOf } from '../../config.ts'
import { metricsOf } from '../../metrics.ts'
import { type RingMember, readRing } from '../../rings.ts'
import { milliseconds } from '../../topology/duration.ts'
import type { Topology, Workload, Zone } from '../../topology/topology.ts'
import { supports, type Version } from '../../topology/versions.ts'
import { workload } from '../../topology/workload.ts'

/** Milliseconds until a reader has heard of all pods of its zone: gossip takes some rounds, and one that has just started some more. */
const DEADLINE = 15_000

const nameOf = (zone: Zone): string => `reader-of-${zone}`

/**
 * A querier that sees the ingesters of one zone alone, asks no store-gateway, is in no ring, and takes no work of others. Nothing is routed to it.
 *
 * `ingester.ring.excluded-zones` filters this process' own view of the ring. Without `querier.ring.store=inmemory` it would register as a querier, and without
 * discovery by DNS of no address query-schedulers would give it queries of others. Blocks would hide what a zone has lost, so nothing is old enough to be
 * asked of the store, and nothing too old for ingesters; all ingesters of the zone are asked, whatever a tenant's shard is.
 */
export const zoneReader = (zone: Zone, zones: readonly Zone[], { pace }: Topology, version: Version): Workload =>
  workload({
    name: nameOf(zone),
    modules: ['querier'],
    pace,
    flags: {
      'ingester.ring.excluded-zones': zones.filter(other => other !== zone).join(','),
      'query-scheduler.service-discovery-mode': 'dns',
      'querier.query-store-after': '87600h',
      'querier.query-ingesters-within': '0',
      'querier.shuffle-sharding-ingesters-enabled': 'false',
      ...(supports(version, 'querier ring') && { 'querier.ring.store': 'inmemory' }),
    },
  })

export const readerOf = (zone: Zone, pods: readonly Pod[]): Pod => pods.find(p => p.workload === nameOf(zone))!

/**
 * Waits until a reader sees just these pods, all of them ready for reads. A zone's name that is misspelt excludes nothing, and a pod that has left drops out
 * silently: so this is asked before the zone is read and after that.
 * @throws DeadlineError with whom it sees instead
 */
export const seesJust = (reader: Pod, pods: readonly string[]): Promise<void> =>
  until(
    async () => {
      const seen = await readRing(reader.url, 'ingester')
      return isJust(seen, pods) ? done(undefined) : notYet(seen.map(m => `${m.id} ${m.state}`).join(', ') || 'nobody')
    },
    { for: `${reader.name} to see just ${pods.join(', ')}`, deadline: DEADLINE },
  )

const isJust = (seen: readonly RingMember[], pods: readonly string[]): boolean =>
  seen.length === pods.length && seen.every(m => m.state === 'ACTIVE' && pods.includes(m.id))

/** Proof that a reader asked ingesters and nobody else. @throws Error where it did not */
export async function onlyIngesters(reader: Pod): Promise<void> {
  const count = await metricsOf(reader.url)
  const ingesters = count('cortex_ingester_client_request_duration_seconds_count')
  const gateways = count('cortex_querier_storegateway_instances_hit_per_query_count')
  if (ingesters > 0 && gateways === 0) return
  throw new Error(`${reader.name} sent ${ingesters} requests to ingesters and ${gateways} queries to store-gateways`)
}

/** Milliseconds for which ingesters keep samples at least, as a pod of the same config tells it. */
export async function retentionOf(reader: Pod): Promise<number> {
  const config = await configOf(reader.url)
  return milliseconds(JSON.parse(config['blocks_storage.tsdb.retention_period']!))
}
