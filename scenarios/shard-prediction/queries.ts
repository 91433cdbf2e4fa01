import { type Actions, call, configOf, metricsBy, querierShard } from '../../harness/mimir/index.ts'
import { podsOf } from '../shard-pods.ts'
import { type AllHeld, type Comparison, Holdings } from './held.ts'
import { TENANTS } from './tenants.ts'

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

/** How often as many are asked where one has not been seen: a querier whose connections are all busy takes none meanwhile. */
const ROUNDS = 5

type Pods = ReturnType<typeof podsOf>

/** Which queriers run a tenant's queries: a query-scheduler draws them from the ids of all that are connected. */
export async function ranQueries(t: Actions, size: number): Promise<Comparison> {
  const pods = podsOf(t, 'querier')
  const ids = new Map<string, string>()
  for (const { name, url } of pods) ids.set(JSON.parse((await configOf(url))['frontend_worker.id']!), name)
  const predicted = new Holdings()
  for (const tenant of TENANTS)
    for (const id of querierShard([...ids.keys()], tenant, size)) predicted.add(tenant, ids.get(id)!)
  const all = predicted.all()
  const told = await asked(t, pods, queriesFor(size), all)
  return { what: 'queries', predicted: all, told, counted: false }
}

/** Asks for each tenant in turn, and looks whose count grows. */
async function asked(t: Actions, pods: Pods, queries: number, predicted: AllHeld): Promise<AllHeld> {
  const found = new Holdings()
  let before = await counts(pods)
  for (const tenant of TENANTS) {
    const unseen = new Set(Object.keys(predicted.get(tenant)!))
    for (let round = 0; round < ROUNDS && (round === 0 || unseen.size > 0); round++) {
      await ask(t, tenant, queries)
      const after = await counts(pods)
      const grown = after.map((count, i) => count - before[i]!)
      before = after
      const sum = grown.reduce((a, b) => a + b, 0)
      if (sum !== queries) throw new Error(`of ${queries} queries of ${tenant} queriers count ${sum}: others ask, too`)
      for (const [i, n] of grown.entries()) {
        if (n === 0) continue
        found.add(tenant, pods[i]!.name, n)
        unseen.delete(pods[i]!.name)
      }
    }
  }
  return found.all()
}

async function ask(t: Actions, tenant: string, queries: number): Promise<void> {
  const asker = async (first: number) => {
    for (let n = first; n < queries; n += SIDE_BY_SIDE) {
      t.signal.throwIfAborted()
      await call(t.cluster.gateway, 'GET', PATH, { tenant })
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, first) => asker(first)))
}

const counts = (pods: Pods): Promise<number[]> =>
  Promise.all(pods.map(async ({ url }) => (await metricsBy(url, 'route', COUNTED))(`${COUNTED}_count`).get(ROUTE) ?? 0))
