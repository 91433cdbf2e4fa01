import type { Cluster, Pod } from '../harness/index.ts'
import { type Actions, call, configOf, metricsBy } from '../harness/mimir/index.ts'

/** Which queriers run a tenant's queries, by asking. */

/**
 * A request that nobody else makes, and that is queued and run like any query: no metric tells whose query a querier ran, but each counts those of a route. It needs
 * neither ingesters nor the store.
 */
const PATH = '/prometheus/api/v1/format_query?query=up'
const ROUTE = 'prometheus_api_v1_format_query'
const COUNTED = 'cortex_querier_request_duration_seconds'

/** Queries of a tenant that wait for their answers at once. */
const SIDE_BY_SIDE = 4

/** The chance that one of a tenant's queriers gets none of its queries, if each takes the next one as likely as any other. */
const MISSED = 1e-6

/**
 * How many queries have to be asked, so that a shard of so many is seen whole but for that chance. It is the worst case where all are idle: a query-scheduler serves
 * whoever has waited for longest (pkg/scheduler/queue/queue.go), so that all of them soon have had their turn.
 */
export const queriesFor = (size: number): number =>
  size === 1 ? 1 : Math.ceil(Math.log(MISSED / size) / Math.log(1 - 1 / size))

/** Names of querier pods by the id with which each registers at query-schedulers. */
export async function podsByQuerierId(cluster: Pick<Cluster, 'pods'>): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const { name, url, components } of cluster.pods())
    if (components.includes('querier')) ids.set(JSON.parse((await configOf(url))['frontend_worker.id']!), name)
  return ids
}

/** Asks so many queries of a tenant through the gateway. */
export async function askQueries(t: Actions, tenant: string, queries: number): Promise<void> {
  const asker = async (first: number) => {
    for (let n = first; n < queries; n += SIDE_BY_SIDE) {
      t.signal.throwIfAborted()
      await call(t.cluster.gateway, 'GET', PATH, { tenant })
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, first) => asker(first)))
}

/** How many of these queries each pod has run since it was started, in their order. */
export const queriesRun = (pods: readonly Pod[]): Promise<number[]> =>
  Promise.all(pods.map(async ({ url }) => (await metricsBy(url, 'route', COUNTED))(`${COUNTED}_count`).get(ROUTE) ?? 0))
