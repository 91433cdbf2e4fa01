import type { Judged } from '../../harness/index.ts'
import {
  type Actions,
  ARCHIVE,
  blocksNotServed,
  storedBlocks,
  type Topology,
  withOverrides,
} from '../../harness/mimir/index.ts'
import { blockOwnersIn, podsOf, ringOf } from '../shard-pods.ts'

/** The tenants whose blocks are read all the time, and whose shards of store-gateways grow. */
export const STORED = [ARCHIVE.tenant, ARCHIVE.other.tenant]

/** All of the archive, wherever it lies. */
const WHOLE = `count(last_over_time(${ARCHIVE.metric}[6h]))`

/** The topology where they have shards of this size. @param names of the workloads that get it; default all */
export const withStoreShards = (topology: Topology, size: number, names?: readonly string[]): Topology =>
  withOverrides(topology, STORED, { store_gateway_tenant_shard_size: size }, names)

/** The blocks of a tenant, and those of them that nobody of the shard that is asked has loaded. */
interface Hidden {
  tenant: string
  blocks: string[]
  hidden: string[]
}

/** Predicts it from tokens, where store-gateways have loaded by shards of one size, and queriers ask shards of another. */
export async function predictHidden(t: Actions, sizes: { loaded: number; asked: number }): Promise<Hidden[]> {
  const gateways = podsOf(t, 'store-gateway')
  const ring = await ringOf(t, 'store-gateway', gateways.length)
  return Promise.all(
    STORED.map(async tenant => {
      const [loaded, asked] = [blockOwnersIn(ring, tenant, sizes.loaded), blockOwnersIn(ring, tenant, sizes.asked)]
      const has = (block: string) => asked(block).some(id => loaded(block).includes(id))
      const blocks = await storedBlocks(gateways[0]!.url, tenant)
      return { tenant, blocks, hidden: blocks.filter(block => !has(block)).sort() }
    }),
  )
}

/** Tells what is predicted: queries of these blocks fail until store-gateways have synchronised. */
export const tellHidden = (t: Actions, hidden: readonly Hidden[]): void =>
  t.tell({
    title: 'Blocks that nobody of the larger shard has until store-gateways synchronise',
    heads: ['tenant', '#blocks', '#of these predicted to be missing'],
    rows: hidden.map(h => [h.tenant, String(h.blocks.length), String(h.hidden.length)]),
  })

/** A fact of the history: what was predicted to be missing, and what a query of all named as missing. */
const ASKED = 'blocks that no store-gateway had'
interface AskedFact {
  tenant: string
  predicted: string[]
  named: string[]
}

/** Asks for all old data of each tenant, again and again, and notes which blocks are named as missing. Nothing may compact them meanwhile. */
export async function noteHidden(t: Actions, sizes: { loaded: number; asked: number }, times: number): Promise<void> {
  const predicted = await predictHidden(t, sizes)
  tellHidden(t, predicted)
  for (let n = 0; n < times; n++) {
    for (const { tenant, hidden } of predicted) {
      const named = await blocksNotServed(t.cluster.gateway, tenant, WHOLE)
      t.note(ASKED, { tenant, predicted: hidden, named } satisfies AskedFact)
    }
    await t.traffic(1)
  }
}

/** What contradicts the prediction: a query that named others, too few queries, or none that named one. */
export function hiddenAsPredicted({ events }: Judged): string | undefined {
  const facts = events.flatMap(e => (e.type === 'fact' && e.fact === ASKED ? [e.value as AskedFact] : []))
  if (facts.length < 20) return `${facts.length} queries of old data were asked, at least 20 wanted`
  if (facts.every(f => f.predicted.length === 0)) return 'the tokens left no block without a store-gateway'
  const other = facts.find(f => f.named.join() !== f.predicted.join())
  const said = (blocks: readonly string[]) => blocks.join(', ') || 'no block'
  return other && `${other.tenant}: ${said(other.named)} not found, ${said(other.predicted)} predicted`
}
