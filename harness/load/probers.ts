import { type Dataset, stripesOf } from '../history/dataset.ts'
import type { ReadPath } from '../history/events.ts'
import type { Recorder } from '../history/recorder.ts'
import { type Clock, systemClock } from '../util/clock.ts'
import type { Probe } from './probe.ts'
import { Reader } from './reader.ts'
import { cross, instant, range } from './sample-reads.ts'
import { type Beat, keepTime } from './schedule.ts'
import { spacings } from './spacing.ts'
import { labels, rules } from './value-reads.ts'

const probes: readonly Probe[] = [instant, range, labels, rules, cross]

/**
 * Milliseconds between two operations of a tenant, by path: the resolution of everything that is said about availability. Of writes, those of the
 * tenant with the fewest stripes.
 */
export const spacingOf = (dataset: Dataset): Record<string, number> => ({
  writes: Math.max(...dataset.tenants.map((_, tenant) => dataset.interval / stripesOf(dataset, tenant).length)),
  ...spacings(Object.fromEntries(probes.map(({ path, spacing }) => [path, spacing])), dataset),
})

export interface ProbersOptions {
  dataset: Dataset
  /** `http://host:port` */
  gateway: string
  recorder: Recorder
  /** Milliseconds until a read without a complete answer has failed, by path. Default 10,000. */
  timeoutMs?: Partial<Record<ReadPath, number>>
  /** Reads of one path and tenant in flight; further ones are recorded as failed at once. Default 200. */
  maxInFlight?: number
  clock?: Clock
}

/**
 * Continuous reads of every tenant through the gateway. An open loop: a probe is sent when it is due, whether earlier ones were
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
    const { dataset } = this.#options
    const { tenants } = dataset
    const spacing = spacingOf(dataset)
    const now = this.#clock.now()
    const beats = probes.flatMap(probe => {
      const every = spacing[probe.path]!
      // Tenants take turns within the spacing, so that their probes do not come in bursts.
      return tenants.map((_, tenant) => this.#beat(probe, tenant, now + (every * tenant) / tenants.length, every))
    })
    this.#track(keepTime(beats, this.#clock, this.#stopping.signal))
  }

  /** Sends nothing new, and waits for the reads in flight: the longest timeout at most. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#running)
    await this.#reader.close()
  }

  #beat(probe: Probe, tenant: number, first: number, every: number): Beat {
    const { dataset, recorder, timeoutMs, maxInFlight = 200 } = this.#options
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
      this.#track(this.#reader.ask(question, due, timeoutMs?.[path] ?? 10_000).then(() => inFlight--))
    }
    return { first, every, fire }
  }

  /** As in the ledger: work fails only when an event can not be recorded, and that is left unhandled on purpose. */
  #track(work: Promise<unknown>): void {
    this.#running.add(work)
    work.then(() => this.#running.delete(work))
  }
}
