import type { CpuPressureEvent } from '../history/events.ts'
import { lowerBound } from '../util/lower-bound.ts'
import { type Lane, latenciesOf } from './lanes.ts'
import { greatest, nearestRank } from './statistics.ts'

/**
 * What a path takes when nothing is in its way: as long as its fastest tenth. Not its median, which on a machine that has too little CPU all
 * the time is itself slow, so that nothing would ever be late.
 */
const FASTEST_TENTH = 10
/** How much later than twice that an answer must be to show that the machine was slow (ms). */
const LATE = 50

/**
 * The stretches of CPU pressure that may excuse a path: those that another path felt too, by an answer that was late, and those in which no
 * other path had anything in flight. A machine without CPU is slow for everybody; where only one path stood still, the cause is its own.
 */
export function pressureOn(
  path: Lane['path'],
  pressure: readonly CpuPressureEvent[],
  lanes: readonly Lane[],
): CpuPressureEvent[] {
  const others = lanes.filter(l => l.path !== path).map(latenessOf)
  return pressure.filter(stretch => {
    let idle = true
    for (const lateness of others) {
      const seen = lateness(stretch)
      if (seen === 'late') return true
      if (seen === 'prompt') idle = false
    }
    return idle
  })
}

/** Tells whether an operation of a lane that was in flight during a stretch was late, none was, or there was none. */
function latenessOf({ operations }: Lane): (stretch: CpuPressureEvent) => 'late' | 'prompt' | 'idle' {
  const latencies = latenciesOf(operations)
  const late = 2 * (latencies.length === 0 ? 0 : nearestRank(latencies, FASTEST_TENTH)) + LATE
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
