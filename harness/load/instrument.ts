import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Recorder } from '../history/recorder.ts'
import { type Clock, systemClock } from '../util/clock.ts'

/** Milliseconds between two looks of the delay monitor; it counts them into every delay. */
const RESOLUTION = 20

/** Records once a second how late the event loop ran and what the harness itself cost. */
export class Instrument {
  readonly #recorder: Recorder
  readonly #clock: Clock
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION })
  #cpu = process.cpuUsage()
  #timer: NodeJS.Timeout | undefined

  constructor(recorder: Recorder, clock: Clock = systemClock) {
    this.#recorder = recorder
    this.#clock = clock
  }

  start(): void {
    this.#delay.enable()
    this.#cpu = process.cpuUsage()
    this.#timer = setInterval(() => this.#look(), 1000)
    this.#timer.unref()
  }

  /** With a last look, for the second that had begun. */
  stop(): void {
    clearInterval(this.#timer)
    this.#look()
    this.#delay.disable()
  }

  #look(): void {
    const { user, system } = process.cpuUsage(this.#cpu)
    this.#cpu = process.cpuUsage()
    const delay = this.#delay.count === 0 ? 0 : Math.max(0, this.#delay.max / 1e6 - RESOLUTION)
    this.#delay.reset()
    this.#recorder.record({
      type: 'harness',
      at: this.#clock.now(),
      delay,
      cpu: (user + system) / 1000,
      rss: process.memoryUsage.rss(),
    })
  }
}
