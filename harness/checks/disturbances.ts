import type { CpuPressureEvent, HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import { type Takers, takersOf } from './cpu-takers.ts'
import { pressureOn } from './excused-by-pressure.ts'
import type { Lane } from './lanes.ts'

/** A stretch of time of which `ms` were lost. */
export interface Stretch {
  from: number
  to: number
  ms: number
}

/** When the machine had too little CPU, and who took it. */
export interface Machine {
  pressure: CpuPressureEvent[]
  takers: Takers
}

/** What disturbed the measuring of a path: that of the machine which may excuse it, and times at which the harness's event loop was late. */
export interface Instrument extends Machine {
  late: Stretch[]
}

export const undisturbed: Instrument = { late: [], pressure: [], takers: () => ({ by: 'untold', words: '' }) }

export const machineOf = (run: RunInfo, events: readonly HistoryEvent[]): Machine => ({
  pressure: events.filter(e => e.type === 'cpu-pressure'),
  takers: takersOf(run, events),
})

/** What disturbed the measuring of each path. A report on the event loop covers the time since the one before it. */
export function instrumentsOf(
  run: RunInfo,
  lanes: readonly Lane[],
  events: readonly HistoryEvent[],
): (path: Lane['path']) => Instrument {
  const { pressure, takers } = machineOf(run, events)
  const reports = events.filter(e => e.type === 'harness')
  const late = reports.map(({ at, delay }, i) => ({
    from: reports[i - 1]?.at ?? at - Math.max(1000, delay),
    to: at,
    ms: delay,
  }))
  return path => ({ late, pressure: pressureOn(path, pressure, lanes), takers })
}
