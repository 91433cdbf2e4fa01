import {
  type Actions,
  keptByZones,
  labelsOf,
  type ShardRing,
  seriesOf,
  seriesToken,
} from '../../harness/mimir/index.ts'
import type { KeptFact } from '../shard-facts.ts'

/** Rings before and after ingesters joined. */
interface Rings {
  before: ShardRing
  after: ShardRing
}

/** How many zones of a tenant's shard have another ingester than before. */
export function zonesMoved({ before, after }: Rings, tenant: string, size: number): number {
  const had = new Set(before.ids(tenant, size))
  return after.ids(tenant, size).filter(id => !had.has(id)).length
}

/** Predicts what readers who forgot the shard of before find of what was written to it: for each series the zones whose ingester is still asked. */
export function keptAfter(t: Actions, { before, after }: Rings, size: number): Pick<KeptFact, 'zones' | 'kept'> {
  const { dataset, tenants } = t.run
  const kept = tenants.map((tenant, index): [number, number[][]] => {
    const tokens = Array.from({ length: seriesOf(dataset, index) }, (_, series) =>
      seriesToken(tenant, labelsOf(dataset, index, series)),
    )
    const written = before.ids(tenant, size).map(id => after.members.findIndex(m => m.id === id))
    return [index, keptByZones(after, written, after.shard(tenant, size), tokens).map(zones => [...zones])]
  })
  return { zones: after.zones.length, kept: Object.fromEntries(kept) }
}
