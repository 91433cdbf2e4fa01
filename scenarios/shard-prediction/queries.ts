import { type Actions, querierShard } from '../../harness/mimir/index.ts'
import { askQueries, podsByQuerierId, queriesFor, queriesRun } from '../querier-shards.ts'
import { podsOf } from '../shard-pods.ts'
import { type AllHeld, type Comparison, Holdings } from './held.ts'
import { TENANTS } from './tenants.ts'

/** How often as many are asked where one has not been seen: a querier whose connections are all busy takes none meanwhile. */
const ROUNDS = 5

type Pods = ReturnType<typeof podsOf>

/** Which queriers run a tenant's queries: a query-scheduler draws them from the ids of all that are connected. */
export async function ranQueries(t: Actions, size: number): Promise<Comparison> {
  const ids = await podsByQuerierId(t.cluster)
  const predicted = new Holdings()
  for (const tenant of TENANTS)
    for (const id of querierShard([...ids.keys()], tenant, size)) predicted.add(tenant, ids.get(id)!)
  const all = predicted.all()
  const told = await asked(t, podsOf(t, 'querier'), queriesFor(size), all)
  return { what: 'queries', predicted: all, told, counted: false }
}

/** Asks for each tenant in turn, and looks whose count grows. */
async function asked(t: Actions, pods: Pods, queries: number, predicted: AllHeld): Promise<AllHeld> {
  const found = new Holdings()
  let before = await queriesRun(pods)
  for (const tenant of TENANTS) {
    const unseen = new Set(Object.keys(predicted.get(tenant)!))
    for (let round = 0; round < ROUNDS && (round === 0 || unseen.size > 0); round++) {
      await askQueries(t, tenant, queries)
      const after = await queriesRun(pods)
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
