import type { Ticks } from '../../../history/events.ts'
import { type Dataset, kindOf, type Stripe, timeOf } from './dataset.ts'
import { comesLate } from './kinds/kind-schedule.ts'
import { runsOf } from './ticks.ts'

/** The ticks of a stripe below `size` with a timestamp in `from < timestamp <= to`, as ascending ranges. */
export function ticksAsked(d: Dataset, of: Stripe, { from, to }: { from: number; to: number }, size: number): Ticks[] {
  // Whoever is late has no order of timestamps.
  if (comesLate(kindOf(d, of))) return runsOf(size, tick => timeOf(d, of, tick) > from && timeOf(d, of, tick) <= to)
  const zero = timeOf(d, of, 0)
  const first = Math.max(0, Math.floor((from - zero) / d.interval) + 1)
  const last = Math.min(size - 1, Math.floor((to - zero) / d.interval))
  return first > last ? [] : [[first, last]]
}
