import type { Recorder } from '../../history/recorder.ts'
import { type Clock, systemClock } from '../../util/clock.ts'
import { reason } from '../../util/errors.ts'

/**
 * Takes looks at all pods one after the other, and records every time in which there was none: after each look that fails, while one hangs, and when one
 * succeeds again.
 */
export class Looks {
  readonly #recorder: Recorder
  readonly #interval: number
  readonly #clock: Clock
  #last: Promise<unknown> = Promise.resolve()
  #underWay = 0
  /** When the last good look was over, ms. */
  #good: number | undefined
  #why: string | undefined

  /** @param interval milliseconds from one look to the next, where nothing fails */
  constructor(recorder: Recorder, interval: number, clock: Clock = systemClock) {
    this.#recorder = recorder
    this.#interval = interval
    this.#clock = clock
  }

  /**
   * Looks now; a look that is under way is finished first.
   * @param look returns the pods that ended since the look before, in a way of which nobody can say afterwards whether they had died.
   * @throws what the look throws
   */
  take(look: () => Promise<readonly string[]>): Promise<void> {
    this.#underWay += 1
    const next = this.#last
      .catch(() => {})
      .then(() => this.#take(look))
      .finally(() => {
        this.#underWay -= 1
      })
    this.#last = next
    return next
  }

  /** Looks now unless one is under way. One that fails is recorded, and nobody else hears of it. */
  tick(look: () => Promise<readonly string[]>): void {
    if (this.#underWay === 0) void this.take(look).catch(() => {})
    else if (this.#since() > 2 * this.#interval) this.#record({ error: this.#why ?? 'a look is not answered' })
  }

  async #take(look: () => Promise<readonly string[]>): Promise<void> {
    // What is before the first look was not to be seen.
    this.#good ??= this.#clock.now()
    try {
      const ended = await look()
      if (this.#why !== undefined || this.#since() > 2 * this.#interval) this.#record({ ended })
      this.#why = undefined
      this.#good = this.#clock.now()
    } catch (thrown) {
      this.#why = reason(thrown)
      this.#record({ error: this.#why })
      throw thrown
    }
  }

  #since(): number {
    return this.#good === undefined ? 0 : this.#clock.now() - this.#good
  }

  #record(more: { error: string } | { ended: readonly string[] }): void {
    const to = this.#clock.now()
    this.#recorder.record({ type: 'unwatched', from: this.#good ?? to, to, interval: this.#interval, ...more })
  }
}
