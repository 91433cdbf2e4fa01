import { type Actions, call, configOf, metricsOf, querierShard } from '../../harness/mimir/index.ts'
import { type AllHeld, type Comparison, type Held, podsOf, SOME } from './held.ts'
import { TENANTS } from './tenants.ts'

/**
 * A question that nobody else asks: no metric tells whose query a querier ran, but each counts those of a route. It asks for a time in which nobody has
 * samples, so that it costs ingesters and store-gateways nothing.
 */
const PATH = '/prometheus/api/v1/series?match[]=gauntlet_shard&start=1&end=2'
const ROUTE = 'prometheus_api_v1_series'
const COUNTED = 'cortex_querier_request_duration_seconds'

/** Queries of a tenant that wait for their answers at once. */
const SIDE_BY_SIDE = 4

/** The chance that one of a tenant's queriers gets none of its queries, if each takes the next one as likely as any other. */
const MISSED = 1e-6

/**
 * How many queries have to be asked, so that a shard of so many is seen whole but for that chance. It is the worst case: a query-scheduler serves whoever has waited
 * for longest (pkg/scheduler/queue/queue.go), so that all of them soon have had their turn.
 */
export const queriesFor = (size: number): number =>
  size === 1 ? 1 : Math.ceil(Math.log(MISSED / size) / Math.log(1 - 1 / size))

/** Which queriers run a tenant's queries: a query-scheduler draws them from the ids of all that are connected. */
export async function ranQueries(t: Actions, size: number): Promise<Comparison> {
  const pods = podsOf(t, 'querier')
  const ids = new Map<string, string>()
  for (const { name, url } of pods) ids.set(JSON.parse((await configOf(url))['frontend_worker.id']!), name)
  const all = [...ids.keys()]
  const predicted = TENANTS.map((tenant): [string, Held] => [
    tenant,
    heldBy(querierShard(all, tenant, size).map(id => ids.get(id)!)),
  ])
  const found = await asked(t, pods, queriesFor(size))
  return { what: 'queries', predicted: new Map(predicted), look: async () => found }
}

const heldBy = (pods: readonly string[]): Held => Object.fromEntries(pods.map(pod => [pod, SOME]))

/** Asks for each tenant in turn, and looks whose count has grown. @throws Error where that is not by as many as were asked */
async function asked(t: Actions, pods: ReturnType<typeof podsOf>, queries: number): Promise<AllHeld> {
  const counts = () =>
    Promise.all(pods.map(async ({ url }) => (await metricsOf(url, COUNTED))(`${COUNTED}_count`, { route: ROUTE })))
  const found = new Map<string, Held>()
  let before = await counts()
  for (const tenant of TENANTS) {
    const asker = async (first: number) => {
      for (let n = first; n < queries; n += SIDE_BY_SIDE) await call(t.cluster.gateway, 'GET', PATH, { tenant })
    }
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, first) => asker(first)))
    t.signal.throwIfAborted()
    const after = await counts()
    const grown = after.map((count, i) => count - before[i]!)
    const sum = grown.reduce((a, b) => a + b, 0)
    if (sum !== queries) throw new Error(`of ${queries} queries of ${tenant} queriers count ${sum}: others ask, too`)
    found.set(tenant, heldBy(pods.filter((_, i) => grown[i]! > 0).map(p => p.name)))
    before = after
  }
  return found
}
