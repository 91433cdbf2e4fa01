import { isDeepStrictEqual } from 'node:util'
import type { Actions } from '../../harness/mimir/index.ts'
import { keptAlertState } from './alert-state.ts'
import { loadedBlocks } from './blocks.ts'
import { type Comparison, foundOf, type Held, metricsOf, tell } from './held.ts'
import { tellImbalance } from './imbalance.ts'
import { ranQueries } from './queries.ts'
import { ownedRules } from './rule-groups.ts'
import { writtenSeries } from './series.ts'
import { type Sizes, TENANTS } from './tenants.ts'

/** A fact of the history: what was compared with what was predicted, and each that is not so. */
export const COMPARED = 'predicted and found'
export interface ComparedFact {
  sizes: Sizes
  /** How many were compared, by what they are of. */
  compared: Readonly<Record<string, number>>
  unlike: readonly Unlike[]
}

/** Of a tenant, something that is not where it was predicted to be. */
interface Unlike {
  tenant: string
  what: string
  predicted: Held
  found: Held
}

/** Milliseconds until all has moved to where it should be: rulers and store-gateways look every few seconds, one after the other. */
const MOVED = 60_000
/** Seconds between two looks: each is much to tell for pods with many tenants. */
const LOOK = 3
/** Of what is unlike, how many are named in the verdict; the history has all. */
const NAMED = 5

/**
 * Where all that the tenants have should be with shards of these sizes, and where it is, once it has come there.
 * @param batch a name for the series that are written for it
 */
export async function compare(t: Actions, sizes: Sizes, batch: string): Promise<void> {
  const series = await writtenSeries(t, batch, sizes.ingesters)
  const comparisons = [
    series,
    await loadedBlocks(t, sizes.storeGateways),
    await ownedRules(t, sizes.rulers),
    await keptAlertState(t),
    await ranQueries(t, sizes.queriers),
  ]
  const unlike = await settled(t, comparisons)
  await tellImbalance(t, sizes.ingesters, series)
  const compared = Object.fromEntries(comparisons.map(c => [c.what, c.predicted.size]))
  t.note(COMPARED, { sizes, compared, unlike } satisfies ComparedFact)
  const all = comparisons.reduce((sum, c) => sum + c.predicted.size, 0)
  if (all === 0) throw new Error('nothing was compared')
  const right = all - unlike.length
  await t.expect(
    `${all} of ${all} predictions to be true (${TENANTS.length} tenants: ${Object.keys(compared).join(', ')})`,
    () => unlike.length === 0 || `${right} of ${all}; ${inWords(unlike)}`,
  )
}

/**
 * What was unlike in each look until the time is over. What has been where it should be has come there: a store-gateway that reads an index of blocks while it is
 * written to a folder drops the blocks, and has them again once it looks again (pkg/storegateway/bucket_index_metadata.go).
 */
async function settled(t: Actions, comparisons: readonly Comparison[]): Promise<Unlike[]> {
  const end = Date.now() + t.observer.patience(MOVED)
  let left = await look(t, comparisons, end)
  while (left.length > 0 && Date.now() < end) {
    await t.traffic(LOOK)
    const waiting = new Set(left.map(keyOf))
    left = (await look(t, comparisons, end)).filter(u => waiting.has(keyOf(u)))
  }
  return left
}

/** One look. On a busy machine a pod may not answer in time: then it is asked again. @throws Error where it does not answer once the time is over */
async function look(t: Actions, comparisons: readonly Comparison[], end: number): Promise<Unlike[]> {
  for (;;) {
    try {
      return await unlikeNow(t, comparisons)
    } catch (thrown) {
      if (Date.now() >= end) throw thrown
      await t.traffic(LOOK)
    }
  }
}

const keyOf = ({ what, tenant }: Unlike): string => `${what} of ${tenant}`

async function unlikeNow(t: Actions, comparisons: readonly Comparison[]): Promise<Unlike[]> {
  const now = await tell(t, metricsOf(comparisons))
  return comparisons.flatMap(comparison => {
    const { what, predicted, counted } = comparison
    const all = foundOf(comparison, now)
    const isLike = (a: Held, b: Held) =>
      counted ? isDeepStrictEqual(a, b) : isDeepStrictEqual(Object.keys(a).sort(), Object.keys(b).sort())
    return TENANTS.flatMap(tenant => {
      const [held, found] = [predicted.get(tenant)!, all.get(tenant)!]
      return isLike(held, found) ? [] : [{ tenant, what, predicted: held, found }]
    })
  })
}

const heldInWords = (held: Held): string =>
  Object.entries(held)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([pod, amount]) => `${pod} (${amount})`)
    .join(', ') || 'no pod'

function inWords(unlike: readonly Unlike[]): string {
  const named = unlike
    .slice(0, NAMED)
    .map(u => `${keyOf(u)}: predicted ${heldInWords(u.predicted)}, found ${heldInWords(u.found)}`)
  const more = unlike.length - named.length
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}
