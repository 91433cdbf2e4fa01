import type { Pod } from '../../../cluster/cluster.ts'
import type { Deployed } from '../../../load/client.ts'
import type { Observer } from '../../../observer/observer.ts'
import { metricsOf } from '../../metrics.ts'
import { flush, waitForBlocksSync, waitForIndexUpdate } from '../../store.ts'
import { addWorkloads } from '../../topology/operations.ts'
import type { Topology } from '../../topology/topology.ts'
import { workload } from '../../topology/workload.ts'

/**
 * Reads every sample once more where only blocks can answer: ingesters ship what they have, the compactor lists it, store-gateways load
 * it, and a querier of its own that asks no ingester reads it. Each wait is for a signal of the component, not for a time
 * (store.ts): the blocks shipped, then an index newer than that, then store-gateways synchronised after that.
 */
export async function readStore(
  deployment: Deployed<Topology>,
  observer: Observer,
  read: (url: string) => Promise<unknown>,
  tenants: readonly string[],
  step: <T>(name: string, act: () => Promise<T>) => Promise<T>,
): Promise<void> {
  const { cluster } = deployment
  // A pod that died has nothing to say any more; what it had others have, or it is lost.
  const running = () => cluster.pods().filter(p => p.state !== 'died')
  const of = (component: string) => running().filter(p => p.components.some(c => c === component))
  await step('ship all blocks', () => Promise.all(of('ingester').map(pod => flush(pod.url))))
  await step('wait until the store serves them', async () => {
    await waitForIndexUpdate(observer, tenants)
    await waitForBlocksSync(observer, of('store-gateway'))
  })
  await step('start a querier that asks no ingester', () =>
    deployment.apply(addWorkloads(deployment.topology, [storeReader(deployment.topology)])),
  )
  const reader = cluster.pods().find(p => p.workload === READER)!
  await step('read back every sample from blocks alone', async () => {
    await read(reader.url)
    await onlyBlocks(reader)
  })
}

/** Proof that the read was what it claims to be: this querier asked store-gateways, and no ingester. */
async function onlyBlocks(reader: Pod): Promise<void> {
  const count = await metricsOf(reader.url)
  const ingesters = count('cortex_ingester_client_request_duration_seconds_count')
  const gateways = count('cortex_querier_storegateway_instances_hit_per_query_count')
  if (ingesters === 0 && gateways > 0) return
  throw new Error(
    `the store was not read alone: ${reader.name} sent ${ingesters} requests to ingesters and ${gateways} queries to store-gateways`,
  )
}

const READER = 'store-reader'

/** A querier never asks ingesters for what is older than a second. Its own API answers; nothing is routed to it. */
const storeReader = ({ pace }: Topology) =>
  workload({
    name: READER,
    modules: ['querier'],
    pace,
    flags: { 'querier.query-store-after': '0s', 'querier.query-ingesters-within': '1s' },
  })
