import type { StepEvent } from '../history/events.ts'
import type { Recorder } from '../history/recorder.ts'
import { systemClock } from '../util/clock.ts'
import { reason } from '../util/errors.ts'
import type { Report } from './messages.ts'

/** Where steps take place: each is recorded, reported, and broken off when the user interrupts or a pod dies that should not. */
export class Stage {
  readonly #recorder: Recorder
  readonly #report: (report: Report) => void
  #broken: Promise<never>

  constructor(recorder: Recorder, report: (report: Report) => void, signal: AbortSignal) {
    this.#recorder = recorder
    this.#report = report
    const interrupted = new Promise<never>((_, reject) => {
      if (signal.aborted) reject(signal.reason)
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
    this.#broken = interrupted
    this.#broken.catch(() => {})
  }

  /** @param death rejects when the run can not go on. */
  watch(death: Promise<never>): void {
    this.#broken = Promise.race([this.#broken, death])
    this.#broken.catch(() => {})
  }

  /** Carries out one step. @throws whatever broke it, after that was recorded. */
  step<T>(name: string, act: () => Promise<T>, ref?: string): Promise<T> {
    return this.#carryOut(name, () => Promise.race([act(), this.#broken]), ref)
  }

  /** Carries out a step that heeds the user's interrupt by itself: what it was making is put away when this throws. */
  preparation<T>(name: string, act: () => Promise<T>): Promise<T> {
    return this.#carryOut(name, act)
  }

  async #carryOut<T>(name: string, act: () => Promise<T>, ref?: string): Promise<T> {
    this.#mark(name, 'begin', ref)
    this.#report({ type: 'begin', step: name })
    try {
      const value = await act()
      this.#mark(name, 'done', ref)
      this.#report({ type: 'end', step: name, ok: true })
      return value
    } catch (thrown) {
      this.#mark(name, 'failed', ref, reason(thrown))
      this.#report({ type: 'end', step: name, ok: false, detail: reason(thrown) })
      throw thrown
    }
  }

  /** Says of steps that they were not carried out, and why. */
  skip(names: readonly string[], why: string): void {
    for (const name of names) this.#mark(name, 'skipped', undefined, why)
  }

  #mark(step: string, phase: StepEvent['phase'], ref?: string, detail?: string): void {
    this.#recorder.record({ type: 'step', step, phase, at: systemClock.now(), ref, detail })
  }
}
