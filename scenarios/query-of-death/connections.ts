import type { Cluster, Fault } from '../../harness/index.ts'
import { metricsOf } from '../../harness/mimir/index.ts'

const CONNECTED = 'cortex_query_scheduler_connected_querier_clients'

/** Milliseconds until queriers that were started are connected: they look for query-schedulers every 5 s. */
const DEADLINE = 60_000
const EVERY = 500

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
  const end = Date.now() + observer.patience(DEADLINE)
  for (;;) {
    const now = (await connections(cluster)).join(' and ')
    if (now === wanted.join(' and ')) return `queriers have ${now} connections to query-schedulers`
    if (Date.now() > end)
      throw new Error(`queriers have ${now} connections to query-schedulers, not ${wanted.join(' and ')}`)
    await new Promise(resolve => setTimeout(resolve, EVERY))
    signal.throwIfAborted()
  }
}
