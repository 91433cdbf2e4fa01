import type { Recorder } from '../history/recorder.ts'
import { Instrument } from './instrument.ts'
import { watchStarvation } from './starvation.ts'

/** Records how the harness itself and its machine do, until it is stopped. */
export function startInstruments(recorder: Recorder): { stop(): void } {
  const instrument = new Instrument(recorder)
  const starvation = watchStarvation(recorder)
  instrument.start()
  return {
    stop() {
      instrument.stop()
      starvation[Symbol.dispose]()
    },
  }
}
