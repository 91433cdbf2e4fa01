import type { StarvedEvent } from '../history/events.ts'
import { type Lane, latenciesOf } from './operations.ts'
import { greatest, lowerBound, nearestRank } from './statistics.ts'

/**
 * What a path takes when nothing is in its way: as long as its fastest tenth. Not its median, which on a machine that has too little CPU all
 * the time is itself slow, so that nothing would ever be late.
 */
const UNDISTURBED = 10
/** How much later than twice that an answer must be to show that the machine was slow (ms). */
const LATE = 50

/**
 * The starved stretches that may excuse a path: those that another path felt too, by an answer that was late, and those in which no
 * other path had anything in flight. A machine without CPU is slow for everybody; where only one path stood still, the cause is its own.
 */
export function starvedFor(
  path: Lane['path'],
  starved: readonly StarvedEvent[],
  lanes: readonly Lane[],
): StarvedEvent[] {
  const others = lanes.filter(l => l.path !== path).map(witnessOf)
  return starved.filter(stretch => {
    let idle = true
    for (const witness of others) {
      const seen = witness(stretch)
      if (seen === 'late') return true
      if (seen === 'prompt') idle = false
    }
    return idle
  })
}

/** Tells whether an operation of a lane that was in flight during a stretch was late, none was, or there was none. */
function witnessOf({ operations }: Lane): (stretch: StarvedEvent) => 'late' | 'prompt' | 'idle' {
  const latencies = latenciesOf(operations)
  const late = 2 * (latencies.length === 0 ? 0 : nearestRank(latencies, UNDISTURBED)) + LATE
  const slowest = Math.max(
    0,
    greatest(operations, o => o.end - o.due),
  )
  const dueFrom = (moment: number) => lowerBound(operations, moment, o => o.due)
  return ({ from, to }) => {
    const inFlight = operations.slice(dueFrom(from - slowest), dueFrom(to)).filter(o => o.end > from)
    if (inFlight.length === 0) return 'idle'
    return inFlight.some(o => o.end - o.due > late) ? 'late' : 'prompt'
  }
}
