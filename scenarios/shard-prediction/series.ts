import { type Actions, type ShardRing, seriesToken, writeSeries } from '../../harness/mimir/index.ts'
import { ownersIn } from '../shard-pods.ts'
import { type AllHeld, type Comparison, Holdings, tell, wholeRing } from './held.ts'
import { TENANTS } from './tenants.ts'

/** Series of a tenant that are written for each size: so many that each ingester of a shard gets some, and none is where chance alone decides. */
const SERIES = 40
const REPLICAS = 3

/** Labels in order. What follows the number spreads tokens: those of series that differ in their last bytes alone lie side by side. */
const labelsOf = (tenant: string, batch: string, series: number): [string, string][] => [
  ['__name__', 'gauntlet_shard'],
  ['a_series', String(series)],
  ['batch', batch],
  ['tenant', tenant],
]

const seriesOf = (tenant: string, batch: string) => Array.from({ length: SERIES }, (_, i) => labelsOf(tenant, batch, i))

/** How many of these series each ingester has: of each series three of the tenant's shard have a replica. @param size 0: no shard */
export function seriesByIngester(ring: ShardRing, batch: string, size: number): AllHeld {
  const held = new Holdings()
  for (const tenant of TENANTS) {
    const owners = ownersIn(ring, tenant, size)
    for (const labels of seriesOf(tenant, batch))
      for (const id of owners.of(seriesToken(tenant, labels), REPLICAS)) held.add(tenant, id)
  }
  return held.all()
}

const CREATED = 'cortex_ingester_memory_series_created_total'

/**
 * Writes series of each tenant that were not there before. Which ingesters get them is compared by what they count as created since, not by sets alone.
 * @param batch what they are labelled with, and no others
 */
export async function writtenSeries(t: Actions, batch: string, size: number): Promise<Comparison> {
  const ring = await wholeRing(t, 'ingester')
  const before = (await tell(t, [CREATED])).get(CREATED)!.all()
  // One time for all batches: a head that spans more than it should becomes a block, and there would be blocks that nobody predicted.
  const at = t.run.startedAt
  const all = TENANTS.map(tenant => ({ tenant, series: seriesOf(tenant, batch), at }))
  await writeSeries(t.cluster.gateway, all, t.signal)
  return { what: 'series', predicted: seriesByIngester(ring, batch, size), before, told: CREATED, counted: true }
}
