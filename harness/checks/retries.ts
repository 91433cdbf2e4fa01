import { lowerBound } from '../util/lower-bound.ts'
import type { Operation } from './lanes.ts'

/** Back-off of Prometheus's remote write (`min_backoff`, `max_backoff` of `queue_config`), in milliseconds. */
const FIRST = 30
const MOST = 5000

/** What clients that retry would have seen: the longest time from due to success (ms), and the operations that never succeeded. */
export interface Retried {
  longest: number
  never: number
}

/**
 * The operations as a client would see them that sends a failed one again, after 30 ms and then after twice as long each time, up to
 * 5 s. A retry fares as the operation that was sent next fared (after the last: as the last), and takes as long.
 */
export function retried(operations: readonly Operation[]): Retried {
  const byStart = operations.toSorted((a, b) => a.start - b.start)
  const seen: Retried = { longest: 0, never: 0 }
  for (const operation of operations) {
    const end = successOf(operation, byStart)
    if (end === undefined) seen.never++
    else seen.longest = Math.max(seen.longest, end - operation.due)
  }
  return seen
}

/** When a client that retries would have had its success; undefined where it would still fail after the last operation. */
function successOf(operation: Operation, byStart: readonly Operation[]): number | undefined {
  const last = byStart.at(-1)!
  let attempt = operation
  let end = operation.end
  for (let backoff = FIRST; !attempt.ok; backoff = Math.min(MOST, 2 * backoff)) {
    const sent = end + backoff
    if (sent > last.start && !last.ok) return undefined
    attempt = byStart[lowerBound(byStart, sent, o => o.start)] ?? last
    end = sent + attempt.end - attempt.start
  }
  return end
}
