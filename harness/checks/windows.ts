import { lowerBound } from '../util/lower-bound.ts'
import type { Taken } from './cpu-takers.ts'
import { type Instrument, type Stretch, undisturbed } from './disturbances.ts'
import { latenciesOf, type Operation } from './lanes.ts'
import { failuresProveNothing, starvedStretches } from './starved.ts'
import { greatest, least, nearestRank } from './statistics.ts'

/** A time without a success, longer than allowed. All times are milliseconds. */
export interface Window {
  /** The last success before and the first after, by their completion; where there is none, the first due and the last end. */
  from: number
  to: number
  /** The path was certainly down for so long, and for no longer than that. */
  atLeast: number
  atMost: number
  /** How long a time without a success might have been there. */
  allowed: number
  /** Failed operations in it. */
  failed: Operation[]
  /** No success followed. */
  open: boolean
  /**
   * service: operations failed or waited. pressure: nothing failed, and that others had the CPU explains the wait. untold: the want of CPU explains it,
   * but not whose doing that is, or whether what failed would have failed without it. unobserved: nobody looked often enough to tell.
   */
  cause: 'service' | 'pressure' | 'untold' | 'unobserved'
  /** Who had the CPU, where that is the cause. */
  because?: string
}

/**
 * Share of the steady state in which programs waited for a CPU, beyond which a machine is too small for the run: such a machine makes gaps by itself, now and then, and
 * nobody can tell them from others.
 */
const TOO_SMALL = 0.7

/** How long a time without a success may be that begins and ends at these moments. */
export type Allowance = (from: number, to: number) => number

/**
 * The windows of downtime of one path and tenant: each time between two successive completions of successes that is longer than
 * what is allowed then (objectives.ts), and likewise the time before the first success and after the last.
 *
 * `atMost` is that time: outside of it successes completed. `atLeast` is what the troubled operations sent in it prove. An operation is
 * in trouble when it failed, or was late: its latency exceeds `allowed`, or the median L of the path by more than allowed / 2 (with
 * probes at most allowed / 2 apart every outage longer than allowed has such a one). Trouble had begun by the time
 * at which the first of them had failed or should have been answered (L after it was sent). It lasted until the last failing one was sent, or
 * until the last late one could first have been served (end - L).
 *
 * Example: probes each 100 ms take L = 5 ms, and a stall of 300 ms begins at 10.000. Due 9.950 completes at 9.955; 10.050, 10.150 and
 * 10.250 complete at 10.305. atMost = 10.305 - 9.955 = 350; atLeast = (10.305 - L) - (10.050 + L) = 245; the truth is between.
 * Were probes refused at once from 10.000 to 12.000 instead: due 10.050 to 11.950 fail 1 ms later, and 12.050 succeeds at
 * 12.055. atMost = 12.055 - 9.955 = 2100; atLeast = 11.950 - 10.051 = 1899.
 *
 * Neither bound is the truth. A time in which nothing failed, and something was always due or in flight, counts by the middle of its
 * bounds (in the first example 298 ms) and is no window where that is allowed: the middle is off by at most half the distance of the
 * probes, which so makes no downtime of its own. L is subtracted: a slow path is not an outage.
 *
 * The instrument errs too. If its event loop was late by more than allowed / 2 in the window, both bounds widen by that. The cause is
 * CPU pressure if nothing failed and the middle would be allowed without that delay, or without the time that programs waited for
 * a CPU in stretches mostly spent so, and it was not what is under test that took it (cpu-takers.ts). Where programs waited so in most of the steady state, too,
 * the machine is too small, and the cause is untold. It was not observed if nothing was in trouble,
 * or if for longer than allowed nothing was due or in flight, and what was proves no downtime longer than allowed.
 */
export function windowsOf(
  operations: readonly Operation[],
  allowedBetween: Allowance,
  instrument: Instrument = undisturbed,
): Window[] {
  const latencies = latenciesOf(operations)
  const typical = latencies.length === 0 ? 0 : nearestRank(latencies, 50)
  const slowest = greatest(operations, o => o.end - o.due)
  const dueFrom = (moment: number) => lowerBound(operations, moment, o => o.due)
  return gapsOf(operations).flatMap(({ from, to, open }) => {
    const allowed = allowedBetween(from, to)
    return to - from > allowed ? (measure(from, to, open, allowed) ?? []) : []
  })

  function measure(from: number, to: number, open: boolean, allowed: number): Window | undefined {
    const inside = operations.slice(dueFrom(from - slowest), dueFrom(to)).filter(o => o.start >= from)
    const troubled = inside.filter(o => !o.ok || o.end - o.due > Math.min(allowed, typical + allowed / 2))
    const failed = troubled.filter(o => !o.ok)
    const begun = least(troubled, o => Math.min(o.end, o.start + typical))
    const lasted = greatest(troubled, o => lastTrouble(o, to))
    const within = (stretch: Stretch) => stretch.from < to && stretch.to > from
    const delay = Math.max(
      0,
      greatest(
        instrument.late.filter(within).filter(l => l.ms > allowed / 2),
        l => l.ms,
      ),
    )
    const starved = starvedStretches(instrument.pressure, from, to)
    const waited = starved.reduce((sum, s) => sum + s.ms, 0)
    // What is sent before the last success and answered after it belongs to two windows; each counts what lies in it.
    const proved = Math.min(to - from, Math.max(0, lasted - begun))
    const middle = (proved + to - from) / 2
    const served = failed.length === 0
    const idle = longestIdle(inside, from, to) > allowed
    if (served && !idle && middle <= allowed) return undefined
    const atLeast = Math.max(0, proved - delay)
    const window = { from, to, atLeast, atMost: to - from + delay, allowed, failed, open }
    const unobserved = troubled.length === 0 || (idle && atLeast <= allowed)
    const explainedBy = (ms: number) => ms > 0 && middle - ms <= allowed
    const taken = explainedBy(waited) ? instrument.takers(starved) : undefined
    const usual = starved.reduce((sum, s) => sum + s.to - s.from, 0) * (taken?.usualPressure ?? 0)
    if (taken && explainedBy(waited - usual)) {
      const cause = causeOf(taken, failed)
      if (cause) return { ...window, cause, because: taken.words }
    }
    if (taken && served && (taken.usualPressure ?? 0) > TOO_SMALL)
      return { ...window, cause: 'untold', because: taken.words }
    if (served && explainedBy(delay)) return { ...window, cause: 'pressure', because: 'the harness itself was late' }
    return { ...window, cause: unobserved ? 'unobserved' : 'service' }
  }

  /** What the want of CPU makes of a window that it explains; undefined: nothing. */
  function causeOf(taken: Taken, failed: readonly Operation[]): 'pressure' | 'untold' | undefined {
    if (failed.length > 0) return failuresProveNothing(taken, failed) ? 'untold' : undefined
    return taken.by === 'subject' ? undefined : taken.by === 'untold' ? 'untold' : 'pressure'
  }

  /** A failure proves trouble when it was sent; that it hung longer does not: the path may have come back without answering it. */
  function lastTrouble(o: Operation, to: number): number {
    return o.ok ? Math.min(o.end, to) - typical : o.start
  }
}

/**
 * The times between two successive completions of successes, with the time from the first due to the first success and that from the
 * last success to the end of what was due after it (`open`).
 */
export function gapsOf(operations: readonly Operation[]): Pick<Window, 'from' | 'to' | 'open'>[] {
  if (operations.length === 0) return []
  const successes = operations.filter(o => o.ok).map(o => o.end)
  const edges = [operations[0]!.due, ...successes.sort((a, b) => a - b)]
  const since = edges.at(-1)!
  const last = Math.max(
    since,
    greatest(operations.slice(lowerBound(operations, since, o => o.due)), o => o.end),
  )
  return edges.map((from, i) => ({ from, to: edges[i + 1] ?? last, open: i === edges.length - 1 }))
}

/** The longest part of an interval in which no operation was due or in flight. */
function longestIdle(inside: readonly Operation[], from: number, to: number): number {
  let longest = 0
  let busyUntil = from
  for (const { due, end } of inside) {
    longest = Math.max(longest, due - busyUntil)
    busyUntil = Math.max(busyUntil, end)
  }
  return Math.max(longest, to - busyUntil)
}
