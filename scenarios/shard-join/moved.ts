import type { Actions, ShardRing } from '../../harness/mimir/index.ts'
import { type KeptFact, keptOf } from '../shard-facts.ts'

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
  const kept = t.run.tenants.map((tenant, index): [number, number[][]] => {
    const written = before.ids(tenant, size).map(id => after.members.findIndex(m => m.id === id))
    return [index, keptOf(t, index, after, written, after.shard(tenant, size))]
  })
  return { zones: after.zones.length, kept: Object.fromEntries(kept) }
}
