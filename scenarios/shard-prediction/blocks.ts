import { type Actions, flushed, storedBlocks, writeSeries } from '../../harness/mimir/index.ts'
import { blockOwnersIn, podsOf } from '../shard-pods.ts'
import { type Comparison, Holdings, wholeRing } from './held.ts'
import { TENANTS } from './tenants.ts'

/** Gives each tenant some blocks: an old sample is on three ingesters, and each makes a block of it and ships it. @param at the sample's timestamp, ms */
export async function giveBlocks(t: Actions, at: number): Promise<void> {
  const seriesOf = (tenant: string): [string, string][] => [
    ['__name__', 'gauntlet_shard_old'],
    ['tenant', tenant],
  ]
  const all = TENANTS.map(tenant => ({ tenant, series: [seriesOf(tenant)], at }))
  await writeSeries(t.cluster.gateway, all, t.signal)
  // The third replica of a sample comes after two have been enough.
  await t.traffic(1)
  for (const { url } of podsOf(t, 'ingester')) await flushed(url, ...TENANTS)
}

/** Which store-gateways load which blocks: of each block in the bucket three of the tenant's shard. By tenant they tell bytes of index-headers alone. */
export async function loadedBlocks(t: Actions, size: number): Promise<Comparison> {
  const ring = await wholeRing(t, 'store-gateway')
  const gateway = podsOf(t, 'store-gateway')[0]!
  const predicted = new Holdings()
  for (const tenant of TENANTS) {
    const owners = blockOwnersIn(ring, tenant, size)
    const blocks = await storedBlocks(gateway.url, tenant)
    if (blocks.length === 0) throw new Error(`${tenant} has no block in the bucket`)
    for (const block of blocks) for (const id of owners(block)) predicted.add(tenant, id)
  }
  const told = 'cortex_bucket_store_blocks_loaded_size_bytes'
  return { what: 'blocks', predicted: predicted.all(), told, counted: false }
}
