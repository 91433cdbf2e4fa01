import type { Judged } from '../../harness/index.ts'
import { type Actions, type Topology, withOverrides } from '../../harness/mimir/index.ts'
import { SHARDED } from './sizes.ts'

/** Series of each tenant in the control, and how many it may have: no tenant comes near. */
export const SERIES = 600
const LIMIT = 960

/** Ingesters of each zone that share a tenant's series, as one that knows of no shard has it. */
const PER_ZONE = 2
/**
 * What such an ingester allows: with three zones and a replication factor of three each zone has all series, and its ingesters share them evenly (Mimir:
 * pkg/ingester/limiter.go, convertGlobalToLocalLimit). One that knows the shard of one of each zone would allow `LIMIT`.
 */
const ALLOWED = LIMIT / PER_ZONE

/** A fact of the history: the most series of a tenant that an ingester had, for each of the sharded. */
const MOST = 'most series on an ingester'

export const withSeriesLimit = (topology: Topology): Topology =>
  withOverrides(topology, SHARDED, { max_global_series_per_user: LIMIT })

/** Notes how many series each ingester has at most. */
export async function noteMostSeries(t: Actions): Promise<void> {
  for (const tenant of SHARDED) {
    const of = (metric: string) => `cortex_ingester_memory_series_${metric}_total{user="${tenant}"}`
    const [most] = await t.observer.query(`max(${of('created')} - ${of('removed')})`)
    t.note(MOST, { tenant, series: most?.value ?? 0 })
  }
}

/** What contradicts the limit as predicted: the fullest ingester has just as many series as one that forgot the shard allows. */
export function limitAsPredicted({ events }: Judged): string | undefined {
  const seen = events.flatMap(e => (e.type === 'fact' && e.fact === MOST ? [e.value as MostFact] : []))
  if (seen.length === 0) return 'series of ingesters were not counted: the step did not come so far'
  const other = seen.find(({ series }) => series !== ALLOWED)
  return other && `an ingester has ${other.series} series of ${other.tenant}, ${ALLOWED} predicted`
}

interface MostFact {
  tenant: string
  series: number
}
