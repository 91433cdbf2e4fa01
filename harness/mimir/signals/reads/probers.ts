import type { Recorder } from '../../../history/recorder.ts'
import { atRandom, type Beat, evenly, keepTime } from '../../../load/schedule.ts'
import { type Clock, systemClock } from '../../../util/clock.ts'
import { drawn } from '../../../util/random.ts'
import type { Dataset } from '../ledger/dataset.ts'
import type { Probe } from './probe.ts'
import { Reader } from './reader.ts'

export interface ProbersOptions {
  probe: Probe
  /** Milliseconds between two reads of a tenant. */
  spacing: number
  dataset: Dataset
  /** `http://host:port` */
  gateway: string
  recorder: Recorder
  /** Milliseconds until a read without a complete answer has failed. Default 10,000. */
  timeoutMs?: number
  /** Reads of one path and tenant in flight; further ones are recorded as failed at once. Default 200. */
  maxInFlight?: number
  clock?: Clock
}

/**
 * Continuous reads of one kind for every tenant through the gateway. An open loop: a probe is sent when it is due, whether earlier ones were
 * answered or not, so a stall shows in every probe it delays.
 */
export class Probers {
  readonly #options: ProbersOptions
  readonly #clock: Clock
  readonly #reader: Reader
  readonly #stopping = new AbortController()
  readonly #running = new Set<Promise<unknown>>()

  constructor(options: ProbersOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#reader = new Reader(options.dataset, options.gateway, options.recorder)
  }

  start(): void {
    const { dataset, probe, spacing: every } = this.#options
    const { tenants, seed } = dataset
    const now = this.#clock.now()
    // Without a seed tenants take turns within the spacing.
    const beats = tenants.map((_, tenant) =>
      seed === undefined
        ? this.#beat(tenant, evenly(now + (every * tenant) / tenants.length, every))
        : this.#beat(
            tenant,
            atRandom(now, every, n => drawn(seed, probe.path, tenant, n)),
          ),
    )
    this.#track(keepTime(beats, this.#clock, this.#stopping.signal))
  }

  /** Sends nothing new, and waits for the reads in flight: the longest timeout at most. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#running)
    await this.#reader.close()
  }

  #beat(tenant: number, at: Beat['at']): Beat {
    const { dataset, probe, spacing: every, recorder, timeoutMs = 10_000, maxInFlight = 200 } = this.#options
    const { path } = probe
    let n = 0
    let inFlight = 0
    const fire = (due: number) => {
      const now = this.#clock.now()
      const question = probe.ask(dataset, tenant, { n: n++, now, spacing: every })
      if (question === undefined) return
      if (inFlight >= maxInFlight) {
        const error = 'too many probes in flight'
        recorder.record({ type: 'read', path, tenant, due, start: now, end: now, outcome: 'failed', error })
        return
      }
      inFlight++
      this.#track(this.#reader.ask(question, due, timeoutMs).then(() => inFlight--))
    }
    return { at, fire }
  }

  /** As in the ledger: work fails only when an event can not be recorded, and that is left unhandled on purpose. */
  #track(work: Promise<unknown>): void {
    this.#running.add(work)
    work.then(() => this.#running.delete(work))
  }
}
