import { CPU_PERIOD, type PathName } from '../../harness/index.ts'
import { type Actions, NOISY } from '../../harness/mimir/index.ts'
import { ingesterRing } from '../sharding.ts'
import {
  hasTooFewOwn,
  QUERIER_SHARD,
  queriersOf,
  rulerRing,
  SIZE,
  sharedIngesters,
  sharedQueriers,
  sharedRulers,
} from './tenants.ts'

/** What of a flood is predicted for a tenant, and the pods that say why. */
interface Prediction {
  shared: readonly string[]
  isHit: boolean
}

export type Predict = (tenant: string) => Prediction

/** Of writes: who has a quorum of replicas on ingesters that take no more. */
export async function byIngesters(t: Actions): Promise<Predict> {
  const { ring } = await ingesterRing(t)
  return tenant => ({ shared: sharedIngesters(ring, tenant, SIZE), isHit: hasTooFewOwn(ring, tenant, SIZE) })
}

/** Of queries: who has no querier of its own. */
export async function byQueriers(t: Actions): Promise<Predict> {
  const ids = queriersOf(t.cluster)
  return tenant => {
    const shared = sharedQueriers(ids, tenant, QUERIER_SHARD)
    return { shared, isHit: shared.length > 0 }
  }
}

/**
 * Of rules: nobody, whoever has the same ruler. A ruler evaluates groups one beside the other, so that the few that the noisy one may have leave turns for others. The rules API is
 * answered by any ruler.
 */
export async function byRulers(t: Actions): Promise<Predict> {
  const ring = await rulerRing(t.cluster)
  return tenant => ({ shared: sharedRulers(ring, tenant), isHit: false })
}

/** Where nothing holds the flood back: everybody, by these pods. */
export const everybody =
  (shared: string): Predict =>
  () => ({ shared: [shared], isHit: true })

/** How many times as long as in calm half of the requests of who is hit take, at least. */
const TWICE = 2

type Seen = ReturnType<Actions['seen']>

/**
 * Tells whom the flood was to hit, and whom it has hit: whose requests failed, or took twice as long as in calm. A median below the period of a CPU limit counts as that.
 * @returns true, or what is not as predicted
 */
export function tellBlastRadius(
  t: Actions,
  path: PathName,
  predict: Predict,
  [calm, flood]: readonly [calm: Seen, flood: Seen],
): true | string {
  const rows = flood.map((seen, i) => {
    const before = calm[i]!.median
    const slower =
      seen.median === undefined || before === undefined
        ? Infinity
        : Math.max(seen.median, CPU_PERIOD) / Math.max(before, CPU_PERIOD)
    return { ...seen, ...predict(seen.tenant), before, slower, wasHit: seen.failed > 0 || slower >= TWICE }
  })
  const part = ({ ok, failed }: (typeof rows)[number]) => `${failed} of ${ok + failed}`
  t.tell({
    title: `Blast radius: ${path} while ${NOISY} floods`,
    heads: [
      'tenant',
      `shares with ${NOISY}`,
      'predicted',
      'seen',
      '#failed',
      '#median in calm',
      '#median in the flood',
    ],
    rows: rows.map(row => [
      row.tenant,
      row.shared.join(', ') || 'nothing',
      row.isHit ? 'hit' : 'goes on',
      row.wasHit ? 'hit' : 'goes on',
      part(row),
      duration(row.before),
      duration(row.median),
    ]),
  })
  const wrong = rows.filter(row => row.isHit !== row.wasHit)
  const said = wrong.map(row => `${row.tenant}: ${part(row)} failed, ${row.slower.toFixed(1)} times as slow`)
  return wrong.length === 0 || said.join(', ')
}

const duration = (ms: number | undefined): string => (ms === undefined ? 'none' : `${Math.round(ms)} ms`)
