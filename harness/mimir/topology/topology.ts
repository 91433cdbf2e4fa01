import type { PreStop, RestartPolicy } from '../../fleet/fleet.ts'
import type { Pace } from '../../history/run-info.ts'

/**
 * A deployment as plain data. Operations on it are pure functions Topology -> Topology; a cluster makes it true with `apply`.
 */

/** Mimir's modules, as `-target` knows them. */
export const components = [
  'distributor',
  'ingester',
  'querier',
  'query-frontend',
  'query-scheduler',
  'store-gateway',
  'compactor',
  'ruler',
  'alertmanager',
  'overrides-exporter',
] as const
export type Component = (typeof components)[number]

export type Zone = 'zone-a' | 'zone-b' | 'zone-c'

/** Runtime overrides by tenant: what Mimir reads again and again, without a restart. */
export type Overrides = Readonly<Record<string, Readonly<Record<string, Yaml>>>>

/** A StatefulSet or Deployment: some replicas of one Mimir target. Pods are named `<name>-<ordinal>`. */
export interface Workload {
  /** `ingester-zone-a`, `querier`, `mimir-read`. Unique in the topology. */
  name: string
  /** One or more: `['distributor', 'ingester']` is as good a target as `['ingester']`. */
  modules: readonly Component[]
  replicas: number
  zone?: Zone
  /** Extra flags for these pods, by name without the dash: `{ 'querier.max-concurrent': '4' }`. They win over the shared config. */
  flags: Readonly<Record<string, string>>
  /** Stateful workloads keep their volume over restarts and are rolled one zone at a time. */
  stateful: boolean
  /** Milliseconds between SIGTERM and SIGKILL. */
  gracePeriod: number
  /** What is done before SIGTERM, in order. */
  preStop: readonly PreStop[]
  /** Bytes of memory beyond which a pod ends. Default: no limit. */
  memoryLimit?: number
  /** What happens when a pod ends by itself. Default `always`: it is started again, at once and then after longer and longer waits. */
  restartPolicy?: RestartPolicy
  /** Cores that a pod may use at most; what wants more waits. Default: no limit. */
  cpuLimit?: number
  /** When its pods are restarted, if it has a zone: lower turns first, the same turn together. Default: a turn of its own, in the order of workloads. */
  turn?: number
  /** How often its pods were restarted though nothing else changed. Default 0. */
  restarts?: number
  /** Runtime overrides of its own, in a file of its own, in place of the topology's. */
  overrides?: Overrides
}

/** API groups that the gateway routes apart, as the migration documents do. */
export const apiGroups = ['writes', 'reads', 'rules', 'alerts', 'compactor'] as const
export type ApiGroup = (typeof apiGroups)[number]

/** apiGroup -> names of the workloads that serve it. */
export type Routes = Readonly<Record<ApiGroup, readonly string[]>>

/** A value in Mimir's YAML config. */
export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml }

export interface Topology {
  workloads: readonly Workload[]
  routes: Routes
  /** Shared Mimir config, laid over the pace's: a tree of YAML as Mimir documents it. */
  config: { readonly [key: string]: Yaml }
  /** Runtime overrides per tenant (the `overrides` of the runtime config file). */
  overrides: Overrides
  pace: Pace
}
