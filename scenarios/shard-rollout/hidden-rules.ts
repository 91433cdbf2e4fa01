import type { Judged } from '../../harness/index.ts'
import { keptByZones, RECORD, type ShardRing, seriesToken } from '../../harness/mimir/index.ts'
import { choosing } from '../choose-tenants.ts'
import { INGESTERS, SIZES } from './sizes.ts'

/** Which of run.json's tenants read nothing of their rules, and which one goes on: they are named in this order. */
const HIDDEN = { tenants: [0, 1], shown: 2 }

/** How many zones show what the rules of a tenant record, when that is written to all ingesters and read from the shard. */
function zonesThatShow(ring: ShardRing, tenant: string): number {
  const labels = [
    ['__name__', RECORD],
    ['tenant', tenant],
  ] as const
  const all = ring.members.map((_, i) => i)
  return keptByZones(ring, all, ring.shard(tenant, SIZES.ingesters), [seriesToken(tenant, labels)])[0]!.length
}

const isHidden = (ring: ShardRing, tenant: string) => zonesThatShow(ring, tenant) === 0

/** Of one name in eight none of the three replicas lies in its shard, and of another one all do. */
export const choose = choosing(INGESTERS, {
  hidden: isHidden,
  'hidden-too': isHidden,
  shown: (ring, tenant) => zonesThatShow(ring, tenant) === ring.zones.length,
})

/** What contradicts the prediction: what is recorded of the hidden tenants comes to an end, and of the other one it does not. */
export function hiddenFrom({ run, findings }: Judged): string | undefined {
  const evidence = findings.find(f => f.check === 'rules')?.evidence ?? []
  const gaps = new Set(evidence.flatMap(e => (e.kind === 'gap' ? [e.tenant] : [])))
  const spared = HIDDEN.tenants.map(i => run.tenants[i]!).filter(tenant => !gaps.has(tenant))
  if (spared.length > 0) return `rules of ${spared.join(', ')} were read without a gap`
  const shown = run.tenants[HIDDEN.shown]!
  return gaps.has(shown) ? `rules of ${shown} had a gap, and lie in its shard` : undefined
}
