import { type Lane, latenciesOf } from './operations.ts'
import { nearestRank } from './statistics.ts'

/** A stripe of a tenant's series on one path, half of whose operations took longer than allowed. */
export interface SlowStream {
  lane: Lane
  stripe: number
  /** Milliseconds from due to end that half of its operations took at least. */
  median: number
  operations: number
}

/** Fewer operations than this have no median worth the name. */
const ENOUGH = 5

/**
 * Stripes that are slow all the time. Between successes of a whole tenant other stripes fill the gaps, so that one of ten could take as long as it
 * likes: what is allowed without a success holds for the median of each stripe as well. From half of its operations on a slow stripe is seen.
 * @param allowed milliseconds
 */
export function slowStreams(lane: Lane, allowed: number): SlowStream[] {
  const stripes = Map.groupBy(lane.operations, o => o.stripe)
  return [...stripes].flatMap(([stripe, operations]) => {
    const latencies = latenciesOf(operations)
    if (stripe === undefined || latencies.length < ENOUGH) return []
    const median = nearestRank(latencies, 50)
    return median > allowed ? [{ lane, stripe, median, operations: latencies.length }] : []
  })
}
