import type { Recorder } from '../history/recorder.ts'
import type { HeldBy } from './cpu-holders.ts'
import { watchCpuPressure } from './cpu-pressure.ts'
import { Instrument } from './instrument.ts'

/**
 * Records how the harness itself and its machine do, until it is stopped.
 * @param pods those that run now
 */
export function startInstruments(recorder: Recorder, pods: () => readonly HeldBy[]): { stop(): void } {
  const instrument = new Instrument(recorder)
  const pressure = watchCpuPressure(recorder, pods)
  instrument.start()
  return {
    stop() {
      instrument.stop()
      pressure[Symbol.dispose]()
    },
  }
}
