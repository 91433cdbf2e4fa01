import type { HistoryEvent } from '../../harness/history/events.ts'
import { at, write } from '../../test/unit/checks/histories.ts'

/**
 * Ten stripes are written once a second for 10 s, a tenth of a second apart.
 * @param slow milliseconds that stripe 3 takes
 * @param others milliseconds that each other one takes
 */
export const slowStripe = (slow: number, others = 10): HistoryEvent[] =>
  Array.from({ length: 100 }, (_, i) => {
    const [tick, stripe, due] = [Math.floor(i / 10), i % 10, at(100 * i)]
    return write(tick, { stripe, due, start: due, end: due + (stripe === 3 ? slow : others) })
  })
