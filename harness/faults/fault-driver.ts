import type { FaultEvent } from '../history/events.ts'
import type { Recorder } from '../history/recorder.ts'
import { systemClock } from '../util/clock.ts'
import { DisprovedError, reason } from '../util/errors.ts'
import type { Fault, Scene } from './fault.ts'

interface Active {
  id: string
  pods: string[]
  requested: string | undefined
}

/** Drives faults through their life cycle and writes each phase into the history. */
export class FaultDriver {
  readonly #scene: Scene
  readonly #recorder: Recorder
  readonly #active = new Map<string, Active>()
  #count = 0

  constructor(scene: Scene, recorder: Recorder) {
    this.#scene = scene
    this.#recorder = recorder
  }

  /**
   * Injects a fault and waits for the proof of its effect.
   * @param requested for a fault that is not the scenario's own, how the command line asked for it: it and others may overlap.
   * @throws Error when another fault of the scenario lasts; DeadlineError when the effect can not be proved.
   */
  async inject(name: string, fault: Fault, requested?: string): Promise<void> {
    const other = [...this.#active.values()].find(a => a.requested === undefined)
    if (other && requested === undefined) {
      throw new Error(`fault "${name}" would overlap with ${other.id}: recover that first`)
    }
    const pods = fault.pods(this.#scene.cluster)
    const active = { id: `${fault.kind}#${++this.#count}`, pods, requested }
    this.#active.set(name, active)
    this.#mark(active, fault, 'injecting')
    await this.#prove(active, fault, async () => {
      await fault.inject(this.#scene)
      this.#mark(active, fault, 'injected')
      this.#mark(active, fault, 'effective', await fault.effect(this.#scene))
    })
  }

  /** Takes a fault back and waits for the proof that all it hit is back. @throws DeadlineError when that can not be proved. */
  async recover(name: string, fault: Fault): Promise<void> {
    const active = this.#active.get(name)
    if (!active) throw new Error(`fault "${name}" can not be recovered: it was never injected`)
    this.#mark(active, fault, 'recovering')
    await this.#prove(active, fault, async () => {
      await fault.recover(this.#scene)
      this.#mark(active, fault, 'recovered', await fault.recovered(this.#scene))
    })
    this.#active.delete(name)
  }

  async #prove(active: Active, fault: Fault, act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (thrown) {
      this.#mark(active, fault, 'failed', reason(thrown), thrown instanceof DisprovedError)
      throw thrown
    }
  }

  #mark(
    { id, pods, requested }: Active,
    fault: Fault,
    phase: FaultEvent['phase'],
    detail?: string,
    disproved = false,
  ): void {
    this.#recorder.record({
      type: 'fault',
      id,
      kind: fault.kind,
      ...(requested !== undefined && { requested: requested }),
      pods,
      phase,
      at: systemClock.now(),
      ...(detail !== undefined && { detail }),
      ...(disproved && { disproved }),
    })
  }
}
