import type { Recorder } from '../history/recorder.ts'
import { watchCpuPressure } from './cpu-pressure.ts'
import { Instrument } from './instrument.ts'

/** Records how the harness itself and its machine do, until it is stopped. */
export function startInstruments(recorder: Recorder): { stop(): void } {
  const instrument = new Instrument(recorder)
  const pressure = watchCpuPressure(recorder)
  instrument.start()
  return {
    stop() {
      instrument.stop()
      pressure[Symbol.dispose]()
    },
  }
}
