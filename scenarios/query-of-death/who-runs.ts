import { type Actions, querierShard } from '../../harness/mimir/index.ts'
import { askQueries, podsByQuerierId, queriesFor, queriesRun } from '../querier-shards.ts'
import { podsOf } from '../shard-pods.ts'

/** Names of the queriers that run a tenant's queries, as its name and their ids give it. @param size 0 is all */
export async function shardsOf(t: Actions, size: number): Promise<Map<string, string[]>> {
  const ids = await podsByQuerierId(t.cluster)
  return new Map(
    t.run.tenants.map(tenant => [tenant, querierShard([...ids.keys()], tenant, size).map(id => ids.get(id)!)]),
  )
}

/** Asks some queries of each tenant, and asserts that the queriers of its shard run them, all of these and no other. */
export async function expectShards(t: Actions, size: number): Promise<void> {
  const pods = podsOf(t, 'querier')
  const names = pods.map(p => p.name)
  const shards = await shardsOf(t, size)
  const queries = queriesFor(size === 0 ? pods.length : size)
  for (const [tenant, shard] of shards) {
    const before = await queriesRun(pods)
    await askQueries(t, tenant, queries)
    const ran = (await queriesRun(pods)).map((n, i) => n - before[i]!)
    t.tell({
      title: `Who ran ${queries} queries of each tenant, in its shard *`,
      heads: ['tenant', ...names.map(name => `#${name}`)],
      rows: [[tenant, ...ran.map((n, i) => `${n}${shard.includes(names[i]!) ? ' *' : ''}`)]],
    })
    const who = names.filter((_, i) => ran[i]! > 0).join(', ')
    const wanted = names.filter(name => shard.includes(name)).join(', ')
    await t.expect(`queries of ${tenant} to be run by ${wanted}`, () => who === wanted || who || 'nobody')
  }
}
