import type { HistoryEvent, StepEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { Stream, StreamRecord } from '../history/signal.ts'
import { isDisturbance } from './steady-state.ts'

/** A part of a stream that does not cover the time from before the first fault to after the last recovery. Times are milliseconds. */
interface Uncovered {
  part: string
  /** Its first good record began, and its last one ended; undefined where it has none. */
  seen: { from: number; to: number } | undefined
  /** What it should have covered. */
  wanted: { from: number; to: number }
}

/**
 * Follows a history event by event: does every stream cover what was done to the subject? That is from before the first disturbance (steady-state.ts) to after
 * the last recovery of a fault, and after the last change of pods and routes in the steps. A stream that ended before that saw less than the verdict
 * speaks of, however good all of it was.
 */
export class StreamCoverage {
  readonly #run: RunInfo
  readonly #streams: readonly Stream[]
  readonly #good = new Map<string, { from: number; to: number }>()
  readonly #latest = new Map<string, number>()
  readonly #setups: HistoryEvent[] = []
  #begun = Infinity
  #over = -Infinity
  #stepsDone = false

  constructor(run: RunInfo, streams: readonly Stream[]) {
    this.#run = run
    this.#streams = streams
  }

  add(event: HistoryEvent): void {
    this.#disturb(event)
    for (const stream of this.#streams) {
      if (stream.announces?.(event)) this.#setups.push(event)
      const record = stream.record(this.#run, event)
      if (record) this.#take(record)
    }
  }

  #take({ part, from, to, ok }: StreamRecord): void {
    this.#latest.set(part, Math.max(to, this.#latest.get(part) ?? to))
    if (!ok) return
    const known = this.#good.get(part) ?? { from, to }
    this.#good.set(part, { from: Math.min(from, known.from), to: Math.max(to, known.to) })
  }

  #disturb(event: HistoryEvent): void {
    if (event.type === 'step' && endsSteps(this.#run, event)) this.#stepsDone = true
    if (event.type === 'fault' && event.phase === 'recovered') this.#over = Math.max(this.#over, event.at)
    if (!isDisturbance(this.#run, event)) return
    const settles = event.type === 'pod' || event.type === 'route'
    // What is done for the reads at the end, and when all is put away, is no part of the operation.
    if (settles && this.#stepsDone) return
    this.#begun = Math.min(this.#begun, event.at)
    if (settles) this.#over = Math.max(this.#over, event.at)
  }

  /** Parts of streams that have had no record at all, and are to have many. */
  get silent(): string[] {
    return this.#parts('moments').filter(part => !this.#latest.has(part))
  }

  /** Parts of streams that have had no record since the last recovery, good or bad, and may still get one. */
  get awaited(): string[] {
    return this.#parts('moments').filter(part => (this.#latest.get(part) ?? -Infinity) < this.#over)
  }

  /** What is not covered, in the order of the streams. Without a disturbance nothing has to be. */
  get uncovered(): Uncovered[] {
    if (this.#begun === Infinity) return []
    const wanted = { from: this.#begun, to: Math.max(this.#over, this.#begun) }
    return [...this.#parts('moments'), ...this.#parts('whole')].flatMap(part => {
      const seen = this.#good.get(part)
      return seen && seen.from <= wanted.from && seen.to >= wanted.to ? [] : [{ part, seen, wanted }]
    })
  }

  #parts(covers: 'moments' | 'whole'): string[] {
    return this.#streams.filter(s => s.covers === covers).flatMap(s => s.parts(this.#run, this.#setups))
  }
}

/** The last step is done, or one failed and none follows. */
const endsSteps = ({ coverage: { steps } }: RunInfo, { step, phase }: StepEvent): boolean =>
  (phase === 'done' && step === steps.at(-1)) || (phase === 'failed' && steps.includes(step))
