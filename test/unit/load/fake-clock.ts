import type { Clock } from '../../../harness/util/clock.ts'

/** Time that moves only when told to. */
export class FakeClock implements Clock {
  #now: number
  #sleepers: { at: number; wake: () => void }[] = []

  constructor(now: number) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#sleepers.push({ at: this.#now + ms, wake: resolve })
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
  }

  /** Lets time pass, and every sleeper wake at its time. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      await settled()
      const next = this.#sleepers.toSorted((a, b) => a.at - b.at)[0]
      if (next === undefined || next.at > end) break
      this.#now = Math.max(this.#now, next.at)
      this.#sleepers = this.#sleepers.filter(sleeper => sleeper !== next)
      next.wake()
    }
    this.#now = end
    await settled()
  }

  /** Time goes on while nobody gets to run, as when the event loop is blocked. */
  block(ms: number): void {
    this.#now += ms
  }
}

/** All promises that can go on without time passing have done so. */
const settled = () => new Promise(resolve => setImmediate(resolve))
