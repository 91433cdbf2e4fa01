import type { Ticks } from '../../../history/events.ts'
import { type Dataset, dueOf, kindOf, type Stripe, timeOf } from './dataset.ts'

/** After a stall the ticks that became due meanwhile go out together, but no more than this in one request. */
const MOST_TICKS = 30
/** What is refused must take nothing with it. */
const mostTicks = (d: Dataset, of: Stripe): number => (kindOf(d, of) === 'too_late' ? 1 : MOST_TICKS)

export interface Batch {
  ticks: Ticks
  /** When the first of them was due. */
  due: number
}

/** The ticks of one stripe that were not sent yet, in order. */
export class Backlog {
  readonly #dataset: Dataset
  readonly #stripe: Stripe
  #next: number

  /** Begins with the first tick due at `from` or later, so that a ledger started late does not send the past in a burst. */
  constructor(dataset: Dataset, stripe: Stripe, from: number) {
    this.#dataset = dataset
    this.#stripe = stripe
    this.#next = Math.max(0, Math.ceil((from - timeOf(dataset, stripe, 0)) / dataset.interval))
  }

  /** The tick that comes next. */
  get next(): number {
    return this.#next
  }

  /** When it is due. */
  get due(): number {
    return dueOf(this.#dataset, this.#stripe, this.#next)
  }

  /** Takes the ticks due by now; undefined when there are none. */
  take(now: number): Batch | undefined {
    const due = this.due
    const first = this.#next
    const most = mostTicks(this.#dataset, this.#stripe)
    while (this.due <= now && this.#next - first < most) this.#next++
    return this.#next === first ? undefined : { ticks: [first, this.#next - 1], due }
  }
}
