import type { CpuPressureEvent } from '../history/events.ts'
import type { Taken } from './cpu-takers.ts'
import type { Instrument } from './disturbances.ts'
import type { Operation } from './lanes.ts'

/** Stretches of which programs waited for a CPU most of the time. */
export const starvedStretches = (pressure: readonly CpuPressureEvent[], from: number, to: number): CpuPressureEvent[] =>
  pressure.filter(s => s.from < to && s.to > from && s.ms > (s.to - s.from) / 2)

/** Milliseconds after which a failure is one that waited, and no refusal. */
const LONG = 500

/**
 * Whether failures that the want of CPU may explain prove nothing. Where what is under test took the CPU they prove all the same. Where nothing outside of the
 * run took it, a prompt refusal does, since that needs no CPU.
 */
export const failuresProveNothing = ({ by }: Taken, failed: readonly Operation[]): boolean =>
  by === 'outside' || (by !== 'subject' && failed.every(o => o.end - o.due > LONG))

/** Of operations that failed or were late those of which nobody can tell whether they would have been without the want of CPU, and who had it. */
export function untoldOf(
  operations: readonly Operation[],
  { pressure, takers }: Instrument,
): { untold: Operation[]; because: string } {
  let because = ''
  const untold = operations.filter(operation => {
    const { due, end, ok } = operation
    const starved = starvedStretches(pressure, due, end)
    const covered = starved.reduce((ms, s) => ms + Math.min(s.to, end) - Math.max(s.from, due), 0)
    if (starved.length === 0 || covered < (end - due) / 2) return false
    const taken = takers(starved)
    const proves = ok ? taken.by === 'subject' : !failuresProveNothing(taken, [operation])
    if (!proves) because ||= taken.words
    return !proves
  })
  return { untold, because }
}

/** Milliseconds before a deadline in which a machine must have had a CPU to spare for what was late to count. */
const BEFORE = 5000

/**
 * Whether programs waited for a CPU most of the last seconds before a moment, and it was not what is under test that took it: what was not seen until then may
 * have been there. Undefined where not; else who had it.
 */
export function starvedBefore(moment: number, { pressure, takers }: Pick<Instrument, 'pressure' | 'takers'>) {
  const starved = starvedStretches(pressure, moment - BEFORE, moment)
  const covered = starved.reduce((ms, s) => ms + s.to - s.from, 0)
  if (covered < BEFORE / 2) return undefined
  const taken = takers(starved)
  return taken.by === 'subject' ? undefined : taken.words
}
