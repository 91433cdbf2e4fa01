import type { CpuPressureEvent } from '../history/events.ts'
import type { Taken } from './cpu-takers.ts'
import type { Machine } from './disturbances.ts'
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
  { pressure, takers }: Machine,
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

/**
 * Who had the CPUs, where programs waited for one in at least so many milliseconds of a time, and it was not what is under test that took them. Undefined where
 * that excuses nothing.
 */
export function excusedIn(from: number, to: number, { pressure, takers }: Machine, least = 0): string | undefined {
  const starved = starvedStretches(pressure, from, to)
  if (starved.length === 0 || starved.reduce((ms, s) => ms + s.to - s.from, 0) < least) return undefined
  const taken = takers(starved)
  return taken.by === 'subject' ? undefined : taken.words
}

/** Milliseconds before a deadline in which a machine must have had a CPU to spare for what was late to count. */
const BEFORE = 5000

/** The same of most of the last seconds before a moment: what was not seen until then may have been there. */
export const starvedBefore = (moment: number, machine: Machine): string | undefined =>
  excusedIn(moment - BEFORE, moment, machine, BEFORE / 2)
