import type { Objective, Objectives, PathObjectives } from '../history/objectives.ts'
import type { PathDefault, PathName } from '../history/signal.ts'
import { stepMeant } from './asked-fault.ts'
import {
  type Demand,
  type Demands,
  isTime,
  type Milliseconds,
  type ObjectivesSpec,
  type PhaseDemands,
  type Provider,
} from './demands.ts'

const NOTIFICATION_DELAY = 21_000

/** What objectives are made complete with. */
export interface Circumstances {
  provider: Provider
  /** Milliseconds between two probes of a path and tenant. */
  spacing: Readonly<Record<string, number>>
  /** Probes are made more rarely than the scenario's author meant: a gap shorter than two of them is not demanded of anybody. */
  thinned: boolean
  /** Names of the steps that are run. */
  steps: readonly string[]
}

/**
 * What run.json says: every path with every field, for this provider and load.
 * @param defaults by path: what is demanded where the scenario says nothing
 */
export function objectivesOf(
  spec: ObjectivesSpec,
  defaults: Readonly<Record<string, PathDefault>>,
  it: Circumstances,
): Objectives {
  const ms = (value: Milliseconds) => (typeof value === 'number' ? value : value[it.provider])
  const apart = (path: string) => 2 * (it.spacing[path] ?? 0)

  /** A path's own demand, or another's whose probes are more often: its gaps can not be shorter than what its probes show. */
  const steadyOf = (path: string): Objective => {
    const { usual } = defaults[path]!
    const base = typeof usual === 'number' ? { longestGap: usual, latency: usual, ...perfect } : steadyOf(usual.like)
    const own = fieldsOf(spec.steady?.[path as PathName])
    const floor = own.longestGap === undefined || it.thinned ? apart(path) : 0
    return { ...base, ...own, longestGap: Math.max(own.longestGap ?? base.longestGap, floor) }
  }

  const fieldsOf = (demand: Demand = {}): Partial<Objective> => {
    if (isTime(demand)) return { longestGap: ms(demand), latency: ms(demand) }
    const { errorRatio } = demand
    const times = (['longestGap', 'latency', 'readableAfter'] as const).flatMap(field => {
      const value = demand[field]
      return value === undefined ? [] : [[field, ms(value)] as const]
    })
    return { ...Object.fromEntries(times), ...(errorRatio !== undefined && { errorRatio }) }
  }

  const pathsOf = (demands: Demands): PathObjectives =>
    mapped(Object.fromEntries(Object.keys(defaults).map(path => [path, demands[path as PathName]])), fieldsOf)

  const phaseOf = ({ because, tail = 0, ...demands }: PhaseDemands) => ({ because, paths: pathsOf(demands), tail })

  const { steps = {}, faults = {}, tenants = {}, duplicateEvaluations } = spec
  return {
    steady: Object.fromEntries(Object.keys(defaults).map(path => [path, steadyOf(path)])),
    faults: mapped(faults, phaseOf),
    // A control with steps of its own leaves the scenario's out.
    steps: Object.fromEntries(
      Object.entries(steps).flatMap(([step, phase]) => {
        const name = stepIn(it.steps, step)
        return name === undefined || phase === undefined ? [] : [[name, phaseOf(phase)]]
      }),
    ),
    tenants: mapped(tenants, pathsOf),
    notificationDelay: spec.notificationDelay ?? NOTIFICATION_DELAY,
    ...(duplicateEvaluations !== undefined && { duplicateEvaluations }),
  }
}

const perfect = { errorRatio: 0, readableAfter: 0 }

/** The step that is meant, where it is among these. */
function stepIn(names: readonly string[], step: string): string | undefined {
  try {
    return names[stepMeant(names, step)]
  } catch {
    return undefined
  }
}

const mapped = <T, U>(record: Readonly<Partial<Record<string, T>>>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, change(value)]])),
  )
