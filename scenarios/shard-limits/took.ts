import type { Actions } from '../../harness/mimir/index.ts'
import { podsIn } from '../shard-pods.ts'
import { ingesterRing } from '../sharding.ts'

/** In all of the last seconds no ingester outside of the shard took a sample of a tenant. It is asked once: a single write that went elsewhere is seen. */
export async function onlyShardTook(t: Actions, tenant: string, size: number, seconds: number): Promise<void> {
  const { ring } = await ingesterRing(t)
  const took = `increase(cortex_ingester_ingested_samples_total{user="${tenant}"}[${seconds}s])`
  const [wanted, names] = [ring.ids(tenant, size).sort().join(', '), await podsIn(t, `sum by (pod) (${took}) > 0`)]
  await t.expect(`samples of ${tenant} to have gone to ${wanted} alone for ${seconds} s`, () =>
    names === wanted ? true : names || 'no ingester',
  )
}
