import type { Cluster, Fault } from '../../harness/index.ts'
import { metricsOf } from '../../harness/mimir/index.ts'
import { comesTrue } from './comes-true.ts'

const CONNECTED = 'cortex_query_scheduler_connected_querier_clients'

/** Milliseconds until queriers that were started are connected: they look for query-schedulers every 5 s. */
const DEADLINE = 60_000

/** Connections of queriers at each query-scheduler. */
export const connections = (cluster: Cluster): Promise<number[]> =>
  Promise.all(
    cluster
      .pods()
      .filter(p => p.components.includes('query-scheduler'))
      .map(async ({ url }) => (await metricsOf(url, CONNECTED))(CONNECTED)),
  )

/** Waits until every query-scheduler has so many connections again. @throws Error where one has not in time */
export async function allConnected(
  { cluster, observer, signal }: Parameters<Fault['recovered']>[0],
  wanted: readonly number[],
): Promise<string> {
  const now = async () => (await connections(cluster)).join(' and ')
  const all = wanted.join(' and ')
  const isWhole = await comesTrue(async () => (await now()) === all, observer.patience(DEADLINE), signal)
  if (isWhole) return `queriers have ${all} connections to query-schedulers`
  throw new Error(`queriers have ${await now()} connections to query-schedulers, not ${all}`)
}
