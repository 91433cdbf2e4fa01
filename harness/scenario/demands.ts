import type { Cluster } from '../cluster/cluster.ts'
import type { JudgedFaultKind } from '../faults/fault-kinds.ts'
import type { AllowanceName, PathName } from '../history/signal.ts'

export type Provider = Cluster['provider']

/** Milliseconds, or so many for each provider. */
export type Milliseconds = number | Readonly<Record<Provider, number>>

/** What is demanded of a path: a number is both its longest gap and its latency. Times are milliseconds. */
export type Demand =
  | Milliseconds
  | Readonly<{
      /** The longest time without a success. */
      longestGap?: Milliseconds
      /** The median time from due to end, of each stripe of the series. */
      latency?: Milliseconds
      /** Part of all operations that may fail. Default 0. */
      errorRatio?: number
      /** The age from which an acked sample must be in every answer. Default 0: read your writes. */
      readableAfter?: Milliseconds
    }>

/** What is demanded of some paths. */
export type Demands = Readonly<Partial<Record<PathName, Demand>>>

/** What is demanded less in a fault or step than always, and the reason. */
export type PhaseDemands = Demands & {
  readonly because: string
  /** Milliseconds, 10,000 at most, that it holds longer than the fault or step lasts. Default 0. */
  readonly tail?: number
}

/**
 * What a scenario demands, where it differs from the default: 200 ms for writes and 400 ms for reads, all the time, and nothing fails. What is demanded for a
 * single tenant its role says (`load.tenants`).
 */
export interface ObjectivesSpec<StepNames extends string = string> {
  /** Outside of faults and steps that say otherwise. A path that is left out has its signal's own objective. */
  steady?: Demands
  /** By the fault's kind: from its injection to its proved recovery. */
  faults?: Readonly<Partial<Record<JudgedFaultKind, PhaseDemands>>>
  /** By the step's name, its number from 1, or the section number that its name begins with. */
  steps?: Readonly<Partial<Record<StepNames, PhaseDemands>>>
  /** What signals allow beside that, by name, over the whole run: milliseconds. */
  allowances?: Readonly<Partial<Record<AllowanceName, number>>>
}

/** What is demanded for a tenant in place of what is steady. */
export interface TenantDemands {
  name: string
  demands: Demands
  /** By the fault's kind, what is demanded even less of it then. */
  faults?: Readonly<Partial<Record<string, Demands>>>
  /** Milliseconds between two of its operations, by path, where that is not as for every other tenant. */
  spacing?: Readonly<Record<string, number>>
}

/** Whether a demand is a time, for both the longest gap and the latency. */
export const isTime = (demand: Demand): demand is Milliseconds =>
  typeof demand === 'number' || ('process' in demand && 'kind' in demand)
