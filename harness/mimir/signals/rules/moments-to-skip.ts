import { machineOf } from '../../../checks/disturbances.ts'
import { lanesOf } from '../../../checks/lanes.ts'
import { excusedIn } from '../../../checks/starved.ts'
import { greatest } from '../../../checks/statistics.ts'
import { timesOfChange } from '../../../checks/usual-cpu.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Stream } from '../../../history/signal.ts'

/** A stretch of time, ms. */
interface Time {
  from: number
  to: number
}

/** When evaluations may be skipped. */
export interface MomentsToSkip {
  /** Whether pods that are up may have had more to do: a fault, a change of pods or routes. */
  isChange(time: Time): boolean
  /** Whether the machine was so slow that an evaluation could take longer than the interval, and it was not what is under test that took its CPUs. */
  isStarved(time: Time): boolean
}

/**
 * How much of the interval one operation of a client must have taken. A ruler skips an evaluation when the one before it takes longer than the interval
 * (Prometheus, rules/group.go). That is a read and a write, so where none of the clients' own takes a quarter of that, the machine was fast enough, though
 * programs waited for a CPU.
 */
const PART = 1 / 4

/** @param interval between two evaluations, ms */
export function momentsToSkip(
  run: RunInfo,
  events: readonly HistoryEvent[],
  streams: readonly Stream[],
  interval: number,
): MomentsToSkip {
  const machine = machineOf(run, events)
  const operations = lanesOf(run, events, streams).flatMap(l => l.operations)
  const wasSlow = ({ from, to }: Time) => {
    const inFlight = operations.filter(o => o.due < to && o.end > from)
    return inFlight.length === 0 || greatest(inFlight, o => o.end - o.due) >= PART * interval
  }
  return {
    isChange: timesOfChange(run, events),
    isStarved: time => wasSlow(time) && excusedIn(time.from, time.to, machine) !== undefined,
  }
}
