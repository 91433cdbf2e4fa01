import type { Cluster, Judged } from '../../harness/index.ts'
import { keptByZones, RECORD, readShardRing, seriesToken } from '../../harness/mimir/index.ts'
import { INGESTERS, SIZES } from './sizes.ts'

/** Names that are tried: of one in eight none of the three replicas lies in its shard, and of another one all do. */
const TRIED = 1000

/** Which of run.json's tenants read nothing of their rules, and which one goes on: they are named in this order. */
const HIDDEN = { tenants: [0, 1], shown: 2 }

/** Tenants by whether what their rules record, written to all ingesters, can be read from the shard: found by predicting where it goes. */
export async function chooseHidden(cluster: Cluster): Promise<{ hidden: string; 'hidden-too': string; shown: string }> {
  const distributor = cluster.pods().find(p => p.components.includes('distributor'))!
  const { ring } = await readShardRing(distributor.url, 'ingester', INGESTERS)
  const all = ring.members.map((_, i) => i)
  const zonesThatShow = (tenant: string) => {
    const labels = [
      ['__name__', RECORD],
      ['tenant', tenant],
    ] as const
    return keptByZones(ring, all, ring.shard(tenant, SIZES.ingesters), [seriesToken(tenant, labels)])[0]!.length
  }
  const names = Array.from({ length: TRIED }, (_, i) => `tenant-${i}`)
  const [hidden, too] = names.filter(tenant => zonesThatShow(tenant) === 0)
  const shown = names.find(tenant => zonesThatShow(tenant) === ring.zones.length)
  if (hidden && too && shown) return { hidden, 'hidden-too': too, shown }
  throw new Error(`of ${TRIED} tenants no two have what their rules record outside of their shards, or none within`)
}

/** What contradicts the prediction: what is recorded of the hidden tenants comes to an end, and of the other one it does not. */
export function hiddenFrom({ run, findings }: Judged): string | undefined {
  const evidence = findings.find(f => f.check === 'rules')?.evidence ?? []
  const gaps = new Set(evidence.flatMap(e => (e.kind === 'gap' ? [e.tenant] : [])))
  const spared = HIDDEN.tenants.map(i => run.tenants[i]!).filter(tenant => !gaps.has(tenant))
  if (spared.length > 0) return `rules of ${spared.join(', ')} were read without a gap`
  const shown = run.tenants[HIDDEN.shown]!
  return gaps.has(shown) ? `rules of ${shown} had a gap, and lie in its shard` : undefined
}
