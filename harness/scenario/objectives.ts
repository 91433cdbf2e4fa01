import type { Objective, Objectives, PathObjectives } from '../history/objectives.ts'
import { type PathName, pathNames } from '../history/path-names.ts'
import { stepMeant } from './asked-fault.ts'
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

/** What is demanded where nothing is said. Evaluations: their interval of 1 s, and what it takes to begin with them. */
const usual = { writes: 200, instant: 400, evaluations: 5000, alerts: 2000, archive: 2000 } as const
const NOTIFICATION_DELAY = 21_000

/** What objectives are made complete with. */
export interface Circumstances {
  provider: Provider
  /** Milliseconds between two probes of a path and tenant; of `evaluations`, between two of the rule. */
  spacing: Readonly<Record<string, number>>
  /** Probes are made more rarely than the scenario's author meant: a gap shorter than two of them is not demanded of anybody. */
  thinned: boolean
  /** Names of the steps that are run. */
  steps: readonly string[]
  /** The tenants that are not like every other. */
  tenants: readonly TenantDemands[]
}

/** What run.json says: every path with every field, for this provider and load. */
export function objectivesOf(spec: ObjectivesSpec, it: Circumstances): Objectives {
  const ms = (value: Milliseconds) => (typeof value === 'number' ? value : value[it.provider])
  const apart = (path: PathName) => 2 * (it.spacing[path] ?? 0)

  /** A path's own demand, or another's whose probes are more often: its gaps can not be shorter than what its probes show. */
  const steadyOf = (path: PathName, like: Objective | number): Objective => {
    const base = typeof like === 'number' ? { longestGap: like, latency: like, ...perfect } : like
    const own = fieldsOf(spec.steady?.[path])
    return { ...base, ...own, longestGap: gapOf(path, own.longestGap, base.longestGap) }
  }

  /** Rarely evaluated rules are no more often there, whatever is said. Other gaps that somebody chose are too short where probes are too rare: a mistake. */
  const gapOf = (path: PathName, said: number | undefined, otherwise: number, least = apart(path)): number =>
    Math.max(said ?? otherwise, said === undefined || it.thinned || path === 'evaluations' ? least : 0)

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
    Object.fromEntries(
      pathNames.flatMap(path => (demands[path] === undefined ? [] : [[path, fieldsOf(demands[path])]])),
    )

  const tenantOf = ({ demands, writeSpacing }: TenantDemands): PathObjectives => {
    const own = pathsOf(demands)
    const gaps = pathNames.flatMap(path => {
      const [said, spacing] = [own[path]?.longestGap, path === 'writes' ? writeSpacing : undefined]
      if (said === undefined && spacing === undefined) return []
      const least = spacing === undefined ? apart(path) : 2 * spacing
      const gap = gapOf(path, said ?? fieldsOf(spec.steady?.[path]).longestGap, usual.writes, least)
      return [[path, { ...own[path], longestGap: gap }] as const]
    })
    return { ...own, ...Object.fromEntries(gaps) }
  }

  const phaseOf = ({ because, tail = 0, ...demands }: PhaseDemands) => ({ because, paths: pathsOf(demands), tail })

  const instant = steadyOf('instant', usual.instant)
  const { steps = {}, faults = {}, duplicateEvaluations } = spec
  return {
    steady: {
      writes: steadyOf('writes', usual.writes),
      instant,
      range: steadyOf('range', instant),
      labels: steadyOf('labels', instant),
      rules: steadyOf('rules', instant),
      evaluations: steadyOf('evaluations', usual.evaluations),
      alerts: steadyOf('alerts', usual.alerts),
      archive: steadyOf('archive', usual.archive),
    },
    faults: mapped(faults, phaseOf),
    // A control with steps of its own leaves the scenario's out.
    steps: Object.fromEntries(
      Object.entries(steps).flatMap(([step, phase]) => {
        const name = stepIn(it.steps, step)
        return name === undefined || phase === undefined ? [] : [[name, phaseOf(phase)]]
      }),
    ),
    tenants: Object.fromEntries(it.tenants.map(tenant => [tenant.name, tenantOf(tenant)])),
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
