import type { StepEvent } from '../history/events.ts'
import type { Recorder } from '../history/recorder.ts'
import { orAborted } from '../util/aborted.ts'
import { systemClock } from '../util/clock.ts'
import { reason } from '../util/errors.ts'
import type { Report } from './worker-messages.ts'

/** Milliseconds in which what a step had in progress must have stopped, once the step is broken off. */
const LET_GO = 30_000

/** What is recorded of a step besides its name: the document it comes from, and the pods that it may lose. */
type About = Pick<StepEvent, 'ref' | 'mayDie'>

/** Where steps take place: each is recorded, reported, and broken off when the user interrupts or a pod dies that should not. */
export class StepRunner {
  readonly #recorder: Recorder
  readonly #report: (report: Report) => void
  readonly #interrupt: AbortSignal
  readonly #death = new AbortController()
  /** Fires when the steps must stop: the user interrupts, or a pod died. Whatever a step waits for heeds it. */
  readonly stop: AbortSignal
  #begin = systemClock.now()

  constructor(recorder: Recorder, report: (report: Report) => void, signal: AbortSignal) {
    this.#recorder = recorder
    this.#report = report
    this.#interrupt = signal
    this.stop = AbortSignal.any([signal, this.#death.signal])
  }

  /** @param death rejects when the steps can not go on. */
  watch(death: Promise<never>): void {
    death.catch(thrown => this.#death.abort(thrown))
  }

  /** When the step that runs, or ran last, began: ms. */
  get begin(): number {
    return this.#begin
  }

  /** Why a step was broken off that nobody interrupted. */
  get died(): unknown {
    return this.#death.signal.reason
  }

  /**
   * Carries out one step. Where a death breaks it off, what it had in progress has stopped when this throws.
   * @throws whatever broke it, after that was recorded.
   */
  step<T>(name: string, act: () => Promise<T>, about: About = {}): Promise<T> {
    return this.#carryOut(name, () => this.#untilStopped(act), about)
  }

  /** Carries out what follows the steps, however those ended. Only the user breaks it off. */
  afterwards<T>(name: string, act: () => Promise<T>): Promise<T> {
    return this.#carryOut(name, async () => orAborted(act(), this.#interrupt))
  }

  async #untilStopped<T>(act: () => Promise<T>): Promise<T> {
    this.stop.throwIfAborted()
    const acting = act()
    try {
      return await orAborted(acting, this.stop)
    } catch (thrown) {
      if (this.#death.signal.aborted) await settled(acting, this.#interrupt)
      throw thrown
    }
  }

  /** Carries out a step that heeds the user's interrupt by itself: what it was making is put away when this throws. */
  preparation<T>(name: string, act: () => Promise<T>): Promise<T> {
    return this.#carryOut(name, act)
  }

  async #carryOut<T>(name: string, act: () => Promise<T>, { ref, mayDie }: About = {}): Promise<T> {
    this.#begin = systemClock.now()
    this.#mark(name, 'begin', { ref, mayDie })
    this.#report({ type: 'begin', step: name })
    try {
      const value = await act()
      this.#mark(name, 'done', { ref })
      this.#report({ type: 'end', step: name, ok: true })
      return value
    } catch (thrown) {
      this.#mark(name, 'failed', { ref, detail: reason(thrown) })
      this.#report({ type: 'end', step: name, ok: false, detail: reason(thrown) })
      throw thrown
    }
  }

  /** Says of steps that they were not carried out, and why. */
  skip(names: readonly string[], why: string): void {
    for (const name of names) this.#mark(name, 'skipped', { detail: why })
  }

  #mark(step: string, phase: StepEvent['phase'], more: Partial<Omit<StepEvent, 'type' | 'step' | 'phase'>>): void {
    this.#recorder.record({ type: 'step', step, phase, at: systemClock.now(), ...more })
  }
}

/** Waits until it has come to an end of whatever kind, for LET_GO at most. */
async function settled(acting: Promise<unknown>, interrupt: AbortSignal): Promise<void> {
  const enough = AbortSignal.any([interrupt, AbortSignal.timeout(LET_GO)])
  await orAborted(acting, enough).catch(() => {})
}
