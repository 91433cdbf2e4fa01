import type { HistoryEvent } from '../history/events.ts'
import type { Objective, PathObjectives } from '../history/objective.ts'
import type { RunInfo } from '../history/run-info.ts'
import { STEADY_STATE } from '../history/steady-state-step.ts'
import { span } from './explain.ts'
import { greatest } from './statistics.ts'
import { faultsOf, stepsOf } from './timeline.ts'

/** A time in which a fault or step has objectives of its own, `from` included and `to` not. */
export interface Phase {
  /** `fault kill-pod#1`, `step "roll zone-a"` */
  name: string
  from: number
  to: number
  paths: PathObjectives
  /** By the tenant's name, what is demanded even less of it. */
  tenants?: Readonly<Record<string, PathObjectives>> | undefined
}

/** The phases of a run: a fault's from its injection to its proved recovery and its tail, a step's from its begin to its end and its tail. */
export function phasesOf({ objectives: { faults, steps } }: RunInfo, events: readonly HistoryEvent[]): Phase[] {
  return [
    ...faultsOf(events).flatMap(({ id, kind, from, to }) => {
      const own = faults[kind]
      return own ? [{ name: `fault ${id}`, from, to: to + own.tail, paths: own.paths, tenants: own.tenants }] : []
    }),
    ...stepsOf(events).flatMap(({ step, from, to }) => {
      const own = steps[step]
      return own ? [{ name: `step "${step}"`, from, to: to + own.tail, paths: own.paths }] : []
    }),
  ]
}

/**
 * What is demanded of a path and tenant at a moment: what is steady, or what the phases of that moment demand where that is less.
 * @param tenant an index into the data set's tenants
 */
export function objectiveAt(
  { objectives: { steady, tenants: own }, tenants }: RunInfo,
  phases: readonly Phase[],
  path: string,
  tenant: number,
  moment: number,
): Objective {
  const always = steady[path]
  if (!always) throw new Error(`run.json has no objective for ${path}`)
  const name = tenants[tenant]!
  const ofTenant = changed(always, own[name]?.[path])
  return phases
    .filter(p => p.from <= moment && moment < p.to)
    .reduce((o, p) => loosest(loosest(o, p.paths[path]), p.tenants?.[name]?.[path]), ofTenant)
}

type SomeOf = PathObjectives[string]

/** `b` in place of `a`, as far as it goes. */
const changed = (a: Objective, b: SomeOf = {}): Objective => ({
  longestGap: b.longestGap ?? a.longestGap,
  latency: b.latency ?? a.latency,
  errorRatio: b.errorRatio ?? a.errorRatio,
  readableAfter: b.readableAfter ?? a.readableAfter,
})

/** Whichever demands less, field by field. */
const loosest = (a: Objective, b: SomeOf = {}): Objective => ({
  longestGap: Math.max(a.longestGap, b.longestGap ?? 0),
  latency: Math.max(a.latency, b.latency ?? 0),
  errorRatio: Math.max(a.errorRatio, b.errorRatio ?? 0),
  readableAfter: Math.max(a.readableAfter, b.readableAfter ?? 0),
})

/** A stretch of time with one objective, `from` included and `to` not. */
export interface Stretch {
  from: number
  to: number
  /** The phases that it is in, `steady state` where none. */
  phase: string
  objective: Objective
}

/** All time, cut wherever the objective of a path and tenant may change. */
export function stretchesOf(run: RunInfo, phases: readonly Phase[], path: string, tenant: number): Stretch[] {
  const own = phases.filter(p => p.paths[path] ?? p.tenants?.[run.tenants[tenant]!]?.[path])
  const cuts = [...new Set([-Infinity, ...own.flatMap(p => [p.from, p.to]), Infinity])].sort((a, b) => a - b)
  return cuts.slice(0, -1).map((from, i) => ({
    from,
    to: cuts[i + 1]!,
    phase:
      own
        .filter(p => p.from <= from && from < p.to)
        .map(p => p.name)
        .join(' and ') || STEADY_STATE,
    objective: objectiveAt(run, own, path, tenant, from),
  }))
}

/** The stretch that a moment is in. */
export const stretchAt = (stretches: readonly Stretch[], moment: number): Stretch =>
  stretches.findLast(s => s.from <= moment)!

/**
 * How much of the time between two moments (ms) may be without a success. The part in a phase may be as long as that phase allows, and all parts
 * outside of phases together no longer than what is steady. Parts that may be equally long count as one, so that phases which overlap or follow
 * one another allow no more than one of them. It is the sum of the lesser of both, the part and what it may be: the time is too long exactly where
 * one of its parts is.
 *
 * Example: 200 ms are steady, and 8 s are allowed in a fault from 10.000 to 15.000. Of 9.900 to 15.100 five seconds are in the fault and 200 ms
 * outside: all 5,200 ms are allowed. Of 9.900 to 15.150 250 ms are outside: 5,200 of 5,250 ms are allowed, so that is downtime.
 * @param of which bound of an objective; default the longest gap
 */
export function allowedBetween(
  stretches: readonly Stretch[],
  from: number,
  to: number,
  of: (objective: Objective) => number = o => o.longestGap,
): number {
  const parts = stretches.filter(s => s.from < to && s.to > from)
  return [...Map.groupBy(parts, s => of(s.objective))].reduce((sum, [most, own]) => {
    const length = own.reduce((ms, s) => ms + Math.min(s.to, to) - Math.max(s.from, from), 0)
    return sum + Math.min(length, most)
  }, 0)
}

/** How long a gap may be in phases that allow more than what is steady: ` and 8.000 s in fault kill-zones#1`. Empty where there is none. */
export function moreInPhases(stretches: readonly Stretch[]): string {
  const more = stretches.filter(s => s.objective.longestGap > stretches[0]!.objective.longestGap)
  const phases = [...new Set(more.map(s => s.phase))]
  const [phase, ...others] = phases
  if (phase === undefined) return ''
  const most = span(greatest(more, s => s.objective.longestGap))
  return others.length === 0 ? ` and ${most} in ${phase}` : ` and up to ${most} in some faults or steps`
}
