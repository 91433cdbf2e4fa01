import type { Cluster } from '../cluster/cluster.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Recorder } from '../history/recorder.ts'
import type { Pace, RunInfo } from '../history/run-info.ts'
import type { Signal } from '../history/signal.ts'
import type { Observer } from '../observer/observer.ts'
import type { ToolName, ToolSpec } from '../toolchain/tools.ts'
import type { Parameter, Parameters } from './parameter.ts'

/** What the pods of a run are made from, and how that is changed. `Topology` is the subject's own description of them. */
export interface Deployed<Topology = unknown> {
  readonly cluster: Cluster
  /** What was applied last. */
  readonly topology: Topology
  fleet(topology: Topology): Fleet
  /**
   * Adds, removes, rolls and re-configures pods until the topology is true and all are ready.
   * @param signal no further pod is changed once it fires; this throws its reason then.
   */
  apply(topology: Topology, signal?: AbortSignal): Promise<void>
}

/** What a client may use. */
export interface ClientContext<Topology = unknown> {
  readonly run: RunInfo
  readonly cluster: Cluster
  readonly deployment: Deployed<Topology>
  /** What runs in places beside the main one, by their names. */
  readonly places: Readonly<Record<string, Deployed<Topology>>>
  readonly observer: Observer
  readonly recorder: Recorder
  /** The run's folder: what is written here stays. */
  readonly folder: string
  /** Gone when the run is. */
  readonly scratch: string
  readonly signal: AbortSignal
  /** The binaries that signals asked for with `needs`, by tool. */
  readonly programs: Readonly<Record<string, string>>
  /** What the user gave for the parameters of signals, by flag. */
  readonly parameters: Parameters
  /** 0 to 1, from the seed. */
  readonly random: () => number
}

/** The client of a signal: it asks, sends or listens, and records what it sees. */
export interface Client<Topology = unknown> {
  /** Sets up what must be there before the load begins: a step of its own. */
  prepare?(context: ClientContext<Topology>): Promise<void>
  /** Begins, when the load begins (`run.loadBegin`). */
  start(context: ClientContext<Topology>): Promise<RunningClient>
}

export interface RunningClient {
  /** Where it does not always do the same: what it is to do from now on, in its own words; undefined: nothing. What was in hand is finished when this returns. */
  turn?(what: string | undefined): Promise<void>
  /** Ends it: whatever it had in hand is finished, and recorded, when this returns. */
  stop(): Promise<void>
  /**
   * Once all clients have stopped: looks whether everything is there that should be.
   * @param step carries out one step of that, under a name
   */
  readBack?(step: <T>(name: string, act: () => Promise<T>) => Promise<T>): Promise<void>
}

/** How much a scenario writes. */
export interface TenantLoad {
  /** Series of a tenant. */
  series: number
  /** Write requests of a tenant per second; each carries its share of the series. */
  writesPerSecond: number
}

/** How much each tenant writes: what all have in common, and what one has instead. */
export interface WantedLoad extends TenantLoad {
  tenants: readonly ({ name: string; expectsLimits?: boolean } & Partial<TenantLoad>)[]
}

/** What a signal is told of a run before it begins. */
export interface Wanted {
  load: WantedLoad
  /** light: less than a third of the requests, for machines that can not carry more. */
  amount: 'full' | 'light'
  /** Decides every random choice of the run. */
  seed: number
  /** Version of what is tested, as its program tells it. */
  version: string
  pace: Pace
  parameters: Parameters
}

/** What run.json says of a signal. */
export interface Description {
  fields?: Partial<RunInfo>
  /** Milliseconds between two operations of a tenant, by path. */
  spacing?: Readonly<Record<string, number>>
  /** The same of a single tenant, where its own load makes it another: by tenant, then by path. */
  tenantSpacing?: TenantSpacing
}

/** Milliseconds between two operations, by tenant, then by path. */
export type TenantSpacing = Readonly<Record<string, Readonly<Record<string, number>>>>

/** A signal with the client that makes it. */
export interface LiveSignal extends Signal {
  /** Every run of the subject has it; others only runs of scenarios that name it. */
  readonly always?: boolean
  /** Tools that it runs, found before anything starts: names of the core's, or its subject's own. */
  readonly needs?: readonly (ToolName | ToolSpec)[]
  readonly parameters?: readonly Parameter[]
  /** Whether a run with these parameters has it at all. Default yes. */
  isWanted?(parameters: Parameters): boolean
  /** What runs with these parameters do not cover, in sentences. @param among names of all signals of the run */
  notCovered?(parameters: Parameters, among: readonly string[]): string[]
  /** What a run is to be, as far as it is the signal's: told before the run begins. */
  describe?(wanted: Wanted): Description
  /** Settings of the product that tenants need for it, by tenant. They hold from the start; those of a tenant's role win. */
  tenantSettings?(run: RunInfo): Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>
  /** Loaded when a run begins: a scenario that is only listed or refused does not wait for it. */
  client(): Promise<Client>
}
