import type { Dataset } from '../history/dataset.ts'
import type { ReadPath } from '../history/events.ts'
import type { Recorder } from '../history/recorder.ts'
import { systemClock } from '../util/clock.ts'
import { readAll } from './final-read.ts'
import { Instrument } from './instrument.ts'
import { Ledger } from './ledger.ts'
import { Probers } from './probers.ts'
import { watchStarvation } from './starvation.ts'

export interface LoadOptions {
  dataset: Dataset
  /** `http://host:port`: the one address that clients use. */
  gateway: string
  recorder: Recorder
  /** Milliseconds until a read has failed, by path. Default 10,000. */
  readTimeoutMs?: Partial<Record<ReadPath, number>>
}

/** Writes and reads that go on until they are stopped. Everything that happens goes to the recorder. */
export interface Load {
  /** Ends writes and reads, and waits for those in flight (10 s at most, unless a timeout is longer). */
  stop(): Promise<StoppedLoad>
}

/** What was written is known only once nothing is in flight. */
export interface StoppedLoad {
  /**
   * Reads back every sample of the run.
   * @param url where to ask; default the gateway. For `store` an address where only blocks answer.
   * @returns how many chunks there were, and how many of them could not be read
   */
  finalRead(path: 'final' | 'store', url?: string): Promise<{ chunks: number; unread: number }>
}

/** Starts the ledger, the probers, and what watches the harness itself and its machine. The data set's epoch should be now or soon. */
export function startLoad({ dataset, gateway, recorder, readTimeoutMs }: LoadOptions): Load {
  const ledger = new Ledger({ dataset, gateway, recorder })
  const probers = new Probers({ dataset, gateway, recorder, ...(readTimeoutMs && { timeoutMs: readTimeoutMs }) })
  const instrument = new Instrument(recorder)
  const starvation = watchStarvation(recorder)
  instrument.start()
  ledger.start()
  probers.start()
  return {
    async stop() {
      await Promise.all([ledger.stop(), probers.stop()])
      instrument.stop()
      starvation[Symbol.dispose]()
      const to = systemClock.now()
      return { finalRead: (path, url = gateway) => readAll({ dataset, url, recorder, path, to }) }
    },
  }
}
