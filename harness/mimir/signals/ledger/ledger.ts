import type { Recorder } from '../../../history/recorder.ts'
import { sentToOf } from '../../../load/http-client.ts'
import { type Beat, keepTime } from '../../../load/schedule.ts'
import { type Clock, systemClock } from '../../../util/clock.ts'
import { Backlog, type Batch } from './backlog.ts'
import { type Dataset, dueOf, everyStripeOf, type Stripe } from './dataset.ts'
import { isTooLate } from './kinds/refusals.ts'
import { type Push, remoteWrite } from './push.ts'
import { errorOf, writeOutcome } from './write-outcome.ts'

/** Milliseconds until a push without a complete answer counts as unknown. */
const TIMEOUT = 5000

/** Milliseconds that a stripe waits at most when it was limited and told to wait: beyond that, ticks would come late by the client's own doing. */
const LONGEST_WAIT = 1000

interface LedgerOptions {
  dataset: Dataset
  /** `http://host:port` */
  gateway: string
  recorder: Recorder
  clock?: Clock
  /** Default: remote write to the gateway. */
  push?: Push
}

interface Writer extends Stripe {
  backlog: Backlog
  /** A request is in flight. */
  busy: boolean
}

/**
 * The writer that knows the truth. Every tick of every stripe is sent when it is due, and each request is recorded with its outcome.
 * A stripe has one request in flight at most, as remote write demands order within a series; ticks that become due meanwhile go out
 * together in the next one. So a stall neither hides samples nor multiplies requests, and memory stays bounded. Nothing is sent again: every failure
 * is seen as it is. A stripe that a limit refused waits as it is told, for a second at most.
 */
export class Ledger {
  readonly #options: LedgerOptions
  readonly #clock: Clock
  readonly #push: Push
  readonly #close: () => Promise<void>
  readonly #stopping = new AbortController()
  readonly #running = new Set<Promise<void>>()

  constructor(options: LedgerOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    if (options.push) {
      this.#push = options.push
      this.#close = async () => {}
    } else {
      const remote = remoteWrite(options.dataset, options.gateway, TIMEOUT)
      this.#push = remote.push
      this.#close = remote.close
    }
  }

  /** Begins with the first tick of each stripe that is due from now on. */
  start(): void {
    const { dataset } = this.#options
    const now = this.#clock.now()
    const stripes = dataset.tenants.flatMap((_, tenant) =>
      everyStripeOf(dataset, tenant).map(
        (stripe): Writer => ({ ...stripe, backlog: new Backlog(dataset, stripe, now), busy: false }),
      ),
    )
    const beats = stripes.map((stripe): Beat => {
      const first = stripe.backlog.next
      return { at: n => dueOf(dataset, stripe, first + n), fire: () => this.#wake(stripe) }
    })
    this.#track(keepTime(beats, this.#clock, this.#stopping.signal))
  }

  /** Sends nothing new, and waits for the requests in flight: their timeout at most. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#running)
    await this.#close()
  }

  /** Work fails only when an event can not be recorded, and then nobody must go on: the rejection is left unhandled on purpose. */
  #track(work: Promise<void>): void {
    this.#running.add(work)
    work.then(() => this.#running.delete(work))
  }

  #wake(stripe: Writer): void {
    if (!stripe.busy) this.#track(this.#drain(stripe))
  }

  async #drain(stripe: Writer): Promise<void> {
    stripe.busy = true
    while (!this.#stopping.signal.aborted) {
      const batch = stripe.backlog.take(this.#clock.now())
      if (batch === undefined) break
      const wait = await this.#write(stripe, batch)
      if (wait > 0) await this.#clock.sleep(wait, this.#stopping.signal).catch(() => {})
    }
    stripe.busy = false
  }

  /** @returns milliseconds until the next request of the stripe may be sent */
  async #write({ tenant, stripe }: Writer, { ticks, due }: Batch): Promise<number> {
    const answer = await this.#push(tenant, stripe, ticks)
    const { start, end, status, unreachable, retryAfter = 0 } = answer
    const outcome = writeOutcome(answer, isTooLate(this.#options.dataset, { tenant, stripe }, ticks[0]))
    this.#options.recorder.record({
      type: 'write',
      tenant,
      stripe,
      ticks,
      due,
      start,
      end,
      outcome,
      status,
      error: outcome === 'refused' ? undefined : errorOf(answer),
      unreachable,
      ...(outcome !== 'acked' && sentToOf(answer)),
    })
    return outcome === 'limited' ? Math.min(retryAfter, LONGEST_WAIT) : 0
  }
}
