import type { JudgedFaultKind } from '../faults/fault-kinds.ts'
import type { Objective, Objectives, PathObjectives } from '../history/objective.ts'
import type { Allowance, PathDefault, PathName } from '../history/signal.ts'
import {
  type Demand,
  type Demands,
  isTime,
  type Milliseconds,
  type ObjectivesSpec,
  type PhaseDemands,
  type Provider,
  type TenantDemands,
} from './demands.ts'
import { stepMeant } from './requested-fault.ts'

/** What objectives are made complete with. */
export interface Circumstances {
  provider: Provider
  /** Milliseconds between two operations of a path and tenant. */
  spacing: Readonly<Record<string, number>>
  /** Probes are made more rarely than the scenario's author meant: a gap shorter than two of them is not demanded of anybody. */
  lightLoad: boolean
  /** Names of the steps that are run. */
  steps: readonly string[]
  /** What signals allow where the scenario says nothing. */
  allowances: Readonly<Record<string, Allowance>>
  /** The tenants that are not like every other. */
  tenants: readonly TenantDemands[]
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
    const base = baseOf(path)
    const own = fieldsOf(spec.steady?.[path as PathName])
    return { ...base, ...own, longestGap: gapOf(path, own.longestGap, base.longestGap) }
  }

  const baseOf = (path: string): Objective => {
    const { usual } = defaults[path]!
    return typeof usual === 'number' ? { longestGap: usual, latency: usual, ...perfect } : steadyOf(usual.like)
  }

  /** What comes rarely is no more often there, whatever is said. Other gaps that somebody chose are too short where probes are too rare: a mistake. */
  const gapOf = (path: string, said: number | undefined, otherwise: number, least = apart(path)): number =>
    Math.max(said ?? otherwise, said === undefined || it.lightLoad || defaults[path]!.sparse ? least : 0)

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

  const tenantOf = ({ demands, spacing = {} }: TenantDemands): PathObjectives => {
    const own = pathsOf(demands)
    const gaps = Object.keys(defaults).flatMap(path => {
      const said = own[path]?.longestGap
      if (said === undefined && spacing[path] === undefined) return []
      const least = spacing[path] === undefined ? apart(path) : 2 * spacing[path]
      const steady = fieldsOf(spec.steady?.[path as PathName]).longestGap
      const gap = gapOf(path, said ?? steady, baseOf(path).longestGap, least)
      return [[path, { ...own[path], longestGap: gap }] as const]
    })
    return { ...own, ...Object.fromEntries(gaps) }
  }

  const phaseOf = ({ because, tail = 0, ...demands }: PhaseDemands) => ({ because, paths: pathsOf(demands), tail })

  const { steps = {}, faults = {} } = spec
  /** By the fault's kind, what single tenants have of their own in it. */
  const ofTenants = (kind: string) =>
    mapped(Object.fromEntries(it.tenants.map(t => [t.name, t.faults?.[kind]])), demands => demands && pathsOf(demands))
  const kinds = new Set([...Object.keys(faults), ...it.tenants.flatMap(t => Object.keys(t.faults ?? {}))])
  const faultOf = (kind: string) => {
    const phase = phaseOf(faults[kind as JudgedFaultKind] ?? { because: 'of those that it hits less is demanded' })
    const tenants = ofTenants(kind)
    return { ...phase, ...(Object.keys(tenants).length > 0 && { tenants }) }
  }
  return {
    steady: Object.fromEntries(Object.keys(defaults).map(path => [path, steadyOf(path)])),
    faults: Object.fromEntries([...kinds].map(kind => [kind, faultOf(kind)])),
    // A control with steps of its own leaves the scenario's out.
    steps: Object.fromEntries(
      Object.entries(steps).flatMap(([step, phase]) => {
        const name = stepIn(it.steps, step)
        return name === undefined || phase === undefined ? [] : [[name, phaseOf(phase)]]
      }),
    ),
    tenants: Object.fromEntries(it.tenants.map(tenant => [tenant.name, tenantOf(tenant)])),
    allowances: { ...mapped(it.allowances, a => a.usual), ...spec.allowances },
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

const mapped = <T, U>(
  record: Readonly<Partial<Record<string, T>>>,
  change: (value: T) => U | undefined,
): Record<string, U> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => {
      const changed = value === undefined ? undefined : change(value)
      return changed === undefined ? [] : [[key, changed]]
    }),
  )
