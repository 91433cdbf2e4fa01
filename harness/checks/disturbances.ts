import type { CpuPressureEvent } from '../history/events.ts'
import type { Takers } from './cpu-takers.ts'

/** A stretch of time of which `ms` were lost. */
export interface Stretch {
  from: number
  to: number
  ms: number
}

/** What disturbed the measuring: times at which the harness's event loop was late, and at which the machine had too little CPU, with who took it. */
export interface Instrument {
  late: Stretch[]
  pressure: CpuPressureEvent[]
  takers: Takers
}

export const undisturbed: Instrument = { late: [], pressure: [], takers: () => ({ by: 'untold', words: '' }) }
