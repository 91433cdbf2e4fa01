import { type Actions, blockToken, flushed, storedBlocks, TokenOwners, writeSeries } from '../../harness/mimir/index.ts'
import { amountsIn, type Comparison, Holdings, podsOf, ringOf } from './held.ts'
import { TENANTS } from './tenants.ts'

const REPLICAS = 3

/** Series of unlike length, so that blocks differ in size by which of them they have. */
const OLD = ['short', 'long'.repeat(100)]

/** Gives each tenant a few blocks of old samples. All ingesters that have some make a block of them, and ship it. @param at the samples' timestamp, ms */
export async function giveBlocks(t: Actions, at: number): Promise<void> {
  const seriesOf = (tenant: string) =>
    OLD.map((series): [string, string][] => [
      ['__name__', 'gauntlet_shard_old'],
      ['series', series],
      ['tenant', tenant],
    ])
  const all = TENANTS.map(tenant => ({ tenant, series: seriesOf(tenant), at }))
  await writeSeries(t.cluster.gateway, all, t.signal)
  // The third replica of a sample comes after two have been enough.
  await t.traffic(1)
  for (const { url } of podsOf(t, 'ingester')) await flushed(url, ...TENANTS)
}

/** Which store-gateways load which blocks: of each block in the bucket three of the tenant's shard. They tell bytes by tenant. */
export async function loadedBlocks(t: Actions, size: number): Promise<Comparison> {
  const ring = await ringOf(t, 'store-gateway')
  const gateway = podsOf(t, 'store-gateway')[0]!
  const predicted = new Holdings()
  for (const tenant of TENANTS) {
    const owners = new TokenOwners(ring.shard(tenant, size).map(i => ring.members[i]!))
    const blocks = await storedBlocks(gateway.url, tenant)
    if (blocks.length === 0) throw new Error(`${tenant} has no block in the bucket`)
    for (const block of blocks)
      for (const id of owners.of(blockToken(block.id), REPLICAS)) predicted.add(tenant, id, block.size)
  }
  return {
    what: 'blocks',
    predicted: predicted.of(TENANTS, 'bytes'),
    look: async () =>
      (await amountsIn(t, 'sum by (pod, user) (cortex_bucket_store_blocks_loaded_size_bytes)')).of(TENANTS, 'bytes'),
  }
}
