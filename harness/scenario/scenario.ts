import type { Cluster, Defect } from '../cluster/cluster.ts'
import type { Fault } from '../faults/fault.ts'
import type { FaultKind } from '../faults/fault-kinds.ts'
import type { HistoryEvent, PodEvent, ToldTable } from '../history/events.ts'
import type { Pace, RunInfo } from '../history/run-info.ts'
import type { CheckName, PathName } from '../history/signal.ts'
import type { Finding } from '../history/verdict.ts'
import type { LiveSignal } from '../load/client.ts'
import type { Assertions } from '../observer/assertion-spec.ts'
import type { Gate } from '../observer/gate.ts'
import type { Observer } from '../observer/observer.ts'
import type { ObjectivesSpec } from './demands.ts'
import type { Condition } from './expect.ts'
import type { CapabilityName, Subject } from './subject.ts'
import type { LoadSpec } from './tenants.ts'
import type { SeenByTenant } from './what-clients-saw.ts'

/**
 * What a step can do. Everything it does is recorded.
 * @typeParam Gates names of the scenario's gates that it may wait for. @typeParam Faults names of the scenario's faults that it may inject. A function
 * that takes `Actions` as they are uses none, and serves every scenario.
 */
export interface Actions<Gates extends string = never, Faults extends string = never, Topology = unknown> {
  readonly cluster: Cluster
  /** What was applied last. */
  readonly topology: Topology
  /** Injects a fault of the scenario and waits for the proof of its effect. */
  inject: (fault: Faults) => Promise<void>
  /** Takes it back and waits for the proof that all it hit is back. */
  recover: (fault: Faults) => Promise<void>
  /** Waits until a gate of the scenario holds. */
  gate: (name: Gates) => Promise<void>
  /** Lets the load go on for so many seconds. */
  traffic(seconds: number): Promise<void>
  /**
   * Makes another topology true, pod by pod, as a StatefulSet or Deployment would. One that changes no pod, route or override proves nothing of the
   * step, and the run is unknown, unless `unchanged` says beforehand that none should change.
   */
  apply(change: (topology: Topology) => Topology, options?: { unchanged?: boolean }): Promise<void>
  /**
   * Restarts a workload, pod by pod, as `kubectl rollout restart` does, or one pod, and waits until all is ready.
   * @param name of a workload, or of a pod as it is called now.
   */
  restart(name: string): Promise<void>
  /**
   * Asserts what a step itself has to see. Not met, the run is invalid and the steps end; what could not be asked (`condition` throws) ends the
   * steps too, and the run is unknown.
   * @param what the expectation in words that fit behind "expected": `the ring to hold 6 members`.
   * @param condition true, or what is seen instead.
   * @param within milliseconds at the fast pace in which it may become true; it is asked again and again. Default: it is asked once.
   */
  expect(what: string, condition: Condition, options?: { within?: number }): Promise<void>
  /**
   * Waits for `act`, and records how long it took beside the fixed wait that the subject imposes.
   * @param builtIn milliseconds that the subject, or the document, makes one wait at most; `because` says where that is written.
   */
  wait<T>(what: string, builtIn: { ms: number; because: string }, act: () => Promise<T>): Promise<T>
  /** Tries an expression of a document as it is printed, and notes what a real Prometheus says to it. */
  tryPrinted(where: string, expr: string): Promise<void>
  /** The same in a place beside the main one, by its name: its pods, its topology, its observer. Gates and faults are those of the scenario. */
  place(name: string): Actions<Gates, Faults, Topology>
  /** What clients saw on a path since a moment (ms): for each tenant, in the order of run.json, how many requests were answered well, and how many not. */
  seen(path: PathName, since: number): readonly SeenByTenant[]
  /** Pods that died by themselves since a moment (ms): when, how, and of what memory they ran out if of any. One that died twice is there twice. */
  deaths(since: number): readonly PodEvent[]
  /**
   * Tells the background client of a signal what to do from now on: which of two servers to ask.
   * @param load the name of its signal. @param what in the client's own words
   * @throws UsageError where the run has no such client, or it always does the same
   */
  turn(load: string, what: string | undefined): Promise<void>
  /** The binaries that signals asked for with `needs`, by tool. */
  readonly programs: Readonly<Record<string, string>>
  readonly observer: Observer
  readonly signal: AbortSignal
  /** Notes something in the history that a check or control needs later. */
  note(fact: string, value: unknown): void
  /** Tells a table to whoever reads the report: what was predicted beside what was seen. Under one title it is one table. It judges nothing; `expect` does. */
  tell(table: ToldTable): void
  /** What run.json says of this run, with the fields of its signals. */
  readonly run: RunInfo
}

/** A step that waits for these gates and injects these faults of its scenario. As it stands, without names, it does neither. */
export interface Step<
  Gates extends string = never,
  Faults extends string = never,
  Topology = unknown,
  Name extends string = string,
> {
  /** What is done, as a runbook says it: "kill zone-a". Unique in the scenario. */
  name: Name
  /** The document and section it comes from. */
  ref?: string
  /**
   * Pods that may die while it is carried out, e.g. by their memory limit: that is no finding, and the steps go on. Whether such a pod comes back is for
   * its restart policy. Default none: a death ends the steps, and the run is invalid.
   */
  mayDie?: readonly string[]
  run: (t: Actions<Gates, Faults, Topology>) => Promise<void>
}

/** Steps in a file of their own: `export const steps = [...] as const satisfies Steps<keyof typeof gates>`. */
export type Steps<Gates extends string = never, Faults extends string = never, Topology = unknown> = readonly Step<
  Gates,
  Faults,
  Topology
>[]

/** The reason of a control could not be measured, and why not. */
export interface NotTold {
  notTold: string
}

/** A judged run, as a control sees it. */
export interface Judged {
  run: RunInfo
  events: readonly HistoryEvent[]
  findings: readonly Finding[]
}

/** Faults that take the place of some of the scenario's own. */
type Instead<Faults extends string> = Readonly<
  string extends Faults ? Record<string, Fault> : Partial<Record<Faults, Fault>>
>

/** A defect, or how it follows from the run: one that has to outlast an objective. */
export type InjectedDefect<Tenant extends string = string> = Defect<Tenant> | ((run: RunInfo) => Defect<Tenant>)

/** What every control has, whatever it changes. */
interface AnyControl<Topology, Tenant extends string> {
  id: string
  /** What is wrong, and what must be seen of it: one sentence. */
  description: string
  /** Checks that must not come out valid; every other one must. */
  expectFail: readonly CheckName[]
  /** What the run must come out as. Default invalid. */
  verdict?: 'invalid' | 'unknown'
  /** Returns what contradicts the stated reason (missing or extra samples, a window in the wrong place), or that nobody can tell. Undefined: the reason holds. */
  verify: (judged: Judged) => string | NotTold | undefined
  /** Checks that may be red too, depending on the moment. */
  mayFail?: readonly CheckName[]
  topology?: (topology: Topology) => Topology
  /** Others than the scenario's: those that can see what is wrong. */
  signals?: readonly LiveSignal[]
  /** Steady ones, faults, steps and tenants that it names take the place of the scenario's. */
  objectives?: ObjectivesSpec
  load?: Partial<LoadSpec<Tenant>>
  /** Leave the load out. */
  noLoad?: boolean
}

/** A control that goes through the scenario's own steps. */
interface ControlOfSteps<
  Topology,
  Gates extends string,
  Faults extends string,
  StepName extends string,
  Tenant extends string,
  Replaced extends string,
> extends AnyControl<Topology, Tenant> {
  steps?: undefined
  faults?: Instead<Replaced>
  /** A defect of the gateway from the beginning of a step on. */
  inject?: { readonly step: StepName; readonly defect: InjectedDefect<Tenant> }
  /** Something more to do at the beginning of a step. */
  before?: { readonly step: StepName; readonly run: (t: Actions<Gates, Faults, Topology>) => Promise<void> }
}

/** A control with steps of its own: those that show what is wrong, on a topology that is where it goes wrong. */
interface ControlWithSteps<
  Topology,
  Gates extends string,
  Faults extends string,
  Tenant extends string,
  Replaced extends string,
> extends AnyControl<Topology, Tenant> {
  steps: readonly Step<Gates, Faults, Topology>[]
  /** The faults of these steps, by names that the scenario's own have. */
  faults?: Instead<Replaced>
  inject?: { readonly step: string; readonly defect: InjectedDefect<Tenant> }
  before?: { readonly step: string; readonly run: (t: Actions<Gates, Faults, Topology>) => Promise<void> }
}

/**
 * A deliberately wrong variant of a scenario. It must come out as expected, for the stated reason; if it comes out valid, the suite fails.
 * @typeParam Replaced names of the faults that it gives itself
 */
export type Control<
  Topology = unknown,
  Gates extends string = string,
  Faults extends string = string,
  StepName extends string = string,
  Tenant extends string = string,
  Replaced extends string = Faults,
> =
  | ControlWithSteps<Topology, Gates, Faults, Tenant, Replaced>
  | ControlOfSteps<Topology, Gates, Faults, StepName, Tenant, Replaced>

/**
 * Controls in a file of their own: `export const controls = [...] as const satisfies Controls`. The names of steps and faults that they use are looked
 * at by the `scenario()` that they are given to.
 * @typeParam Gates that their own steps wait for. @typeParam Faults that these inject.
 */
export type Controls<
  Gates extends string = never,
  Faults extends string = never,
  Topology = unknown,
> = readonly Control<Topology, Gates, Faults, string, string, string>[]

/** Another way to understand the documents that a scenario follows: what it gives takes the place of the scenario's own. */
export interface Variant<Topology = unknown, Gates extends string = string, Faults extends string = string>
  extends Partial<Pick<ScenarioSpec<Topology, Gates, Faults>, 'topology' | 'becomes' | 'objectives' | 'signals'>> {
  /** How it reads them, in a sentence. */
  description: string
  faults?: Instead<Faults>
  steps?: readonly Step<Gates, Faults, Topology>[]
}

/** Where a step is named by its name, by its number from 1, or by the section number that its name begins with. */
type StepMeant<StepName extends string> =
  | StepName
  | `${bigint}`
  | (StepName extends `${infer Section extends `${number}${string}`} ${string}` ? Section : never)

/** A fault that is to be survived in each step, one run for each. */
export interface FaultMatrix<StepName extends string = string> {
  /** As `--fault` has it, without the step: `kill-pod`. */
  fault: FaultKind | `${FaultKind}:${string}`
  /** Steps by number, section or name. Default all. */
  steps?: readonly StepMeant<StepName>[]
  /** Steps where a suite fails when the run is not valid; the others are only listed. Default all. */
  required?: readonly StepMeant<StepName>[]
}

/** A place beside the main one: pods with a gateway and an observer of their own. Load and checks are of the main place. */
export interface PlaceSpec<Topology = unknown> {
  /** What its pods are. Default: what those of the main place are. A machine beside a Kubernetes cluster is `process`. */
  provider?: 'process' | 'kind'
  /** What runs there first. */
  topology(pace: Pace): Topology
}

/**
 * What `scenario()` is given. Its type parameters are the names that it declares: of gates, faults, steps and tenants. `scenario()` infers them, so that
 * a name that is used is one that is there. Left out, as where names are not known before a scenario is loaded, any name will do.
 */
export interface ScenarioSpec<
  Topology = unknown,
  Gates extends string = string,
  Faults extends string = string,
  StepName extends string = string,
  Tenant extends string = string,
> {
  /** In kebab-case: what the command line calls it. */
  id: string
  title: string
  /** What a valid verdict proves, in a sentence. */
  proves: string
  /** `quick` runs by default, `nightly` takes longer. */
  suites: readonly ('quick' | 'nightly')[]
  topology(pace: Pace): Topology
  /** Where steps add pods or zones that faults may be aimed at: the topology at the end. */
  becomes?(pace: Pace): Topology
  /** What runs beside that in places of its own, by their names. Steps reach them with `t.place(name)`. */
  places?: Readonly<Record<string, PlaceSpec<Topology>>>
  load?: Partial<LoadSpec<Tenant>>
  /** Signals beside those that every run of the subject has. */
  signals?: readonly LiveSignal[]
  /**
   * What is demanded, where it differs from the default: nothing lost, nothing failed, no gap over 200 ms in writes, 400 ms in instant queries, 2 s in range and
   * label queries and 4 s in reads of recorded rules.
   */
  objectives?: ObjectivesSpec<StepMeant<NoInfer<StepName>>>
  /** Seconds of load between its begin and the first step: what does not hold there is not the operation's doing. Default 5. */
  steadyState?: number
  faults?: Readonly<Record<Faults, Fault>>
  gates?: Readonly<Record<Gates, Gate>>
  /** What the metrics must meet beside what every run of the subject has to, in PromQL. One of the same id takes the place of the subject's. */
  assertions?: Assertions
  steps: readonly Step<NoInfer<Gates>, NoInfer<Faults>, Topology, StepName>[]
  /**
   * Where pods keep what they share, unless the user says otherwise. Default a folder, which is fit for development only: whoever reads a file there while it
   * is written sees half of it.
   */
  storage?: 's3'
  /** What it uses where the version of the subject has it, and does without, and says so, where not. */
  prefers?: readonly CapabilityName[]
  /** Chosen with `--variant`. The first one is the scenario as it stands, and changes nothing. */
  variants?: Readonly<Record<string, Variant<Topology, NoInfer<Gates>, NoInfer<Faults>>>>
  /** Suite `nightly` runs it besides the scenario itself. */
  faultMatrix?: FaultMatrix<NoInfer<StepName>>
  /** At least one. */
  controls: readonly Control<Topology, NoInfer<Gates>, NoInfer<Faults>, NoInfer<StepName>, NoInfer<Tenant>>[]
}

export interface Scenario extends ScenarioSpec {
  subject: Subject
  load: LoadSpec
  faults: Readonly<Record<string, Fault>>
  gates: Readonly<Record<string, Gate>>
  assertions: Assertions
  signals: readonly LiveSignal[]
  objectives: ObjectivesSpec
  steadyState: number
}
