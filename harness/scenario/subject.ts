import type { Cluster, Pod } from '../cluster/cluster.ts'
import type { Protocol } from '../cluster/gateway/protocol.ts'
import type { Requirement } from '../cluster/lacks.ts'
import type { Proofs } from '../faults/fault.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Surroundings } from '../fleet/surroundings.ts'
import type { Deviation, RunInfo } from '../history/run-info.ts'
import type { Deployed, LiveSignal } from '../load/client.ts'
import type { Assertions } from '../observer/assertion-spec.ts'
import type { Copied } from '../observer/copied-metrics.ts'
import type { ProgramSpec } from '../toolchain/program-spec.ts'

/**
 * A product under test, and all that the core has to know of it.
 * @typeParam Topology how the subject describes its deployment: plain data that operations change
 */
export interface Subject<Topology = unknown> {
  /** In kebab-case: run.json, the program's flag and the folder of its binaries in the cache call it so. */
  readonly name: string
  readonly title: string
  readonly program: ProgramSpec
  /** The signals that its runs may have, in the order of the report. */
  readonly signals: readonly LiveSignal[]
  /** Names of the gateway's routes. */
  readonly routes: readonly string[]
  /** How the gateway reads requests, for the defects that it can inject. */
  readonly protocol: Protocol
  readonly proofs: Proofs
  /** What is copied from the observer into the history, for checks and the report. */
  readonly copied: Copied
  /** What the metrics of every run must meet, in PromQL. */
  assertions?(topology: Topology): Assertions
  /** The only place where its settings become pods. */
  fleetOf(topology: Topology, surroundings: Surroundings): Fleet
  /** The pods that a topology wants. @throws UsageError when it makes no sense */
  podsOf(topology: Topology): { name: string; zone?: string | undefined }[]
  /** What a topology needs that not every place gives. */
  requirementsOf(topology: Topology): Requirement[]
  /** Refuses a change that can not be made while pods hold data. @throws UsageError */
  checkChange?(before: Topology, after: Topology): void
  /** The same topology, with all pods of a workload to be restarted. Undefined where it has no such workload. */
  restart(topology: Topology, workload: string): Topology | undefined
  /** Gives a tenant settings of its own. Left out, where the product has none. */
  withOverrides?(topology: Topology, tenant: string, overrides: Settings): Topology
  /** Waits until these pods go by the settings of their own that tenants were given while they run. @param overrides by tenant */
  overridesAreRead?(pods: readonly Pod[], overrides: Readonly<Record<string, Settings>>): Promise<void>
  /** Of these pods those that a healthy deployment can lose: what a fault without a target may hit. */
  safeTargets(pods: readonly Pod[]): Pod[]
  /** In words, of what `safeTargets` looks for: `store`. */
  readonly safeTargetWords: string
  /** Waits until every tenant is served: pods may be ready before they have found each other. */
  served(gateway: string, tenants: readonly string[]): Promise<void>
  /** Why a version does without something; undefined where it has it. */
  lacks?(version: string, capability: CapabilityName): string | undefined
  /** In what a deployment with this topology differs from what people install. Left out, where there is nothing to compare with. */
  deviations?(topology: Topology, provider: string): Deviation[]
  readonly settings?: SettingsOf<Topology>
}

/** A value of a setting, as YAML has it. */
type Setting = string | number | boolean | readonly Setting[] | Settings
/** Settings by name, as YAML has them. */
export interface Settings {
  readonly [key: string]: Setting
}

/** How a subject tells later with which settings it ran. */
export interface SettingsOf<Topology> {
  /** How the pods were started, as JSON: enough to ask the program later. Undefined where there is no program to ask. */
  started(deployment: Deployed<Topology>, cluster: Cluster): unknown
  /** Every setting that differed from the program's default. @param started what `started` gave, read back */
  of(started: unknown): Promise<RunInfo['settings']>
}

/** What some versions of a subject have. A subject adds its own by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: subjects fill it
export interface CapabilityNames {}
export type CapabilityName = keyof CapabilityNames
