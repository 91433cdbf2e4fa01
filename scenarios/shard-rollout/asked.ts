import type { Actions } from '../../harness/mimir/index.ts'

/** Seconds over which it is counted. */
const OVER = 10

/**
 * Tells how many ingesters a query of samples asks, and how long it waits for them: over all tenants, by the metrics of queriers. Where writes alone are sharded, readers
 * ask all: the document says that latency may rise.
 * @param shards as they are now
 * @returns ingesters for each query
 * @throws Error where no query was counted
 */
export async function askedPerQuery(t: Actions, shards: string): Promise<number> {
  await t.traffic(OVER)
  const grown = (metric: string) => `sum(increase(${metric},pod=~"querier-.*"}[${OVER}s]))`
  const of = async (expr: string) => (await t.observer.query(expr))[0]?.value ?? Number.NaN
  const queries = 'cortex_distributor_query_duration_seconds_count{method="Distributor.QueryStream"'
  const requests = 'cortex_ingester_client_request_duration_seconds_count{operation="/cortex.Ingester/QueryStream"'
  const ingesters = await of(`${grown(requests)} / ${grown(queries)}`)
  const ms = await of(`1000 * ${grown(queries.replace('_count', '_sum'))} / ${grown(queries)}`)
  if (!Number.isFinite(ingesters)) throw new Error('no query was counted that asked ingesters')
  t.tell({
    title: 'Ingesters that a query asks',
    heads: ['shards', '#ingesters', '#mean wait, ms'],
    rows: [[shards, ingesters.toFixed(2), ms.toFixed(1)]],
  })
  return ingesters
}
