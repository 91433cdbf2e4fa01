import type { Cluster, Defect } from '../cluster/cluster.ts'
import type { Fault } from '../faults/fault.ts'
import type { Dataset } from '../history/dataset.ts'
import type { HistoryEvent } from '../history/events.ts'
import type { Budget, RunInfo } from '../history/run.ts'
import type { Finding } from '../history/verdict.ts'
import type { Companion } from '../load/companion.ts'
import type { Gate } from '../observer/gate.ts'
import type { Observer } from '../observer/observer.ts'
import type { Pace, Topology } from '../topology/types.ts'
import type { CapabilityName } from '../topology/versions.ts'
import { UsageError } from '../util/errors.ts'
import { parseFault, stepMeant } from './asked-fault.ts'
import type { Condition } from './expect.ts'

/** What a step can do. Everything it does is recorded. */
export interface Actions {
  readonly cluster: Cluster
  /** Injects a fault of the scenario and waits for the proof of its effect. */
  inject(fault: string): Promise<void>
  /** Takes it back and waits for the proof that all it hit is back. */
  recover(fault: string): Promise<void>
  /** Waits until a gate of the scenario holds. */
  gate(name: string): Promise<void>
  /** Lets the load go on for so many seconds. */
  traffic(seconds: number): Promise<void>
  /**
   * Makes another topology true, pod by pod, as a StatefulSet or Deployment would. One that is true already proves nothing of the step, and the run
   * is unknown, unless `unchanged` says beforehand that nothing should change.
   */
  apply(change: (topology: Topology) => Topology, options?: { unchanged?: boolean }): Promise<void>
  /**
   * Asserts what a step itself has to see. Not met, the run is invalid and the steps end; what could not be asked (`condition` throws) ends the
   * steps too, and the run is unknown.
   * @param what the expectation in words that fit behind "expected": `the ingester ring to hold 6 members`.
   * @param condition true, or what is seen instead.
   * @param within milliseconds at the fast pace in which it may become true; it is asked again and again. Default: it is asked once.
   */
  expect(what: string, condition: Condition, options?: { within?: number }): Promise<void>
  /**
   * Waits for something that Mimir's own intervals decide, and notes how long that took beside what no setting shortens.
   * @param builtIn milliseconds that Mimir, or the document, makes one wait at most; `because` says where that is written.
   */
  wait<T>(what: string, builtIn: { ms: number; because: string }, act: () => Promise<T>): Promise<T>
  /** Tries an expression of a document as it is printed, and notes what a real Prometheus says to it. */
  tryPrinted(where: string, expr: string): Promise<void>
  readonly observer: Observer
  readonly signal: AbortSignal
  /** Notes something in the history that a check or control needs later. */
  note(fact: string, value: unknown): void
  /** What the ledger writes, and to whom. */
  readonly dataset: Dataset
}

export interface Step {
  /** What is done, as a runbook says it: "kill ingester-zone-a-0". Unique in the scenario. */
  name: string
  /** The document and section it comes from. */
  ref?: string
  run(t: Actions): Promise<void>
}

interface LoadSpec {
  tenants: readonly string[]
  /** Series per tenant. */
  series: number
  /** Write requests per tenant and second; each carries its share of the series. */
  writesPerSecond: number
}

/** A judged run, as a control sees it. */
export interface Judged {
  run: RunInfo
  events: readonly HistoryEvent[]
  findings: readonly Finding[]
}

/** A deliberately wrong variant of a scenario. It must come out as declared, for the stated reason; if it comes out valid, the suite fails. */
export interface Control {
  id: string
  /** What is wrong, and what must be seen of it: one sentence. */
  says: string
  /** Checks that must not come out valid; every other one must. */
  red: readonly string[]
  /** What the run must come out as. Default invalid. */
  verdict?: 'invalid' | 'unknown'
  /** Returns what contradicts the stated reason (missing or extra samples, a window in the wrong place), or undefined. */
  because?(judged: Judged): string | undefined
  /** Checks that may be red too, depending on the moment. */
  also?: readonly string[]
  topology?(topology: Topology): Topology
  /** Other steps than the scenario's: those that show what is wrong, on a topology that is where it goes wrong. */
  steps?: readonly Step[]
  /** Others than the scenario's: those that can see what is wrong. */
  companions?: readonly Companion[]
  budget?: Partial<Budget>
  load?: Partial<LoadSpec>
  faults?: Readonly<Record<string, Fault>>
  /** A lie of the gateway, told from the beginning of a step on. */
  plant?: { step: string; defect: Defect }
  /** Something more to do at the beginning of a step. */
  before?: { step: string; run(t: Actions): Promise<void> }
  /** Leave the load out. */
  noLoad?: boolean
}

/** Another way to understand the documents that a scenario follows: what it gives takes the place of the scenario's own. */
export interface Reading extends Partial<Pick<ScenarioSpec, 'topology' | 'budget' | 'faults' | 'steps'>> {
  /** How it reads them, in a sentence. */
  says: string
}

/** A fault that is to be survived in each step, one run for each. */
export interface FaultMatrix {
  /** As `--fault` has it, without the step: `kill-pod`. */
  fault: string
  /** Steps by number or name. Default all. */
  steps?: readonly string[]
  /** Steps where a suite fails when the run is not valid; the others are only listed. Default all. */
  mustHold?: readonly string[]
  /** What is demanded when a fault was asked for, over the scenario's own budget: what a fault is known to cost. */
  budget?: Partial<Budget>
}

export interface ScenarioSpec {
  /** `ingester-kill`: what the command line calls it. */
  id: string
  title: string
  /** What a valid verdict proves, in a sentence. */
  proves: string
  /** `quick` runs by default, `nightly` takes longer. */
  suites: readonly ('quick' | 'nightly')[]
  topology(pace: Pace): Topology
  load?: Partial<LoadSpec>
  /** What works beside the ledger and the probers. */
  companions?: readonly Companion[]
  /** What is demanded, where it differs from the default: zero lost, zero failed, no window over 200 ms. */
  budget?: Partial<Budget>
  faults?: Readonly<Record<string, Fault>>
  gates?: Readonly<Record<string, Gate>>
  /** Names of faults that may begin while another one lasts. */
  overlapping?: readonly string[]
  steps: readonly Step[]
  /**
   * Where its blocks go unless the user says otherwise. Default a folder that pods share, which Mimir calls fit for development only: whoever reads a file
   * there while it is written sees half of it ("bucket index corrupted: EOF"), and queriers remember that for a minute.
   */
  storage?: 's3'
  /** What it uses where the version of Mimir has it, and does without, and says so, where not. */
  prefers?: readonly CapabilityName[]
  /** Chosen with `--as`. The first one is the scenario as it stands, and changes nothing. */
  readings?: Readonly<Record<string, Reading>>
  /** Suite `nightly` runs it besides the scenario itself. */
  faultMatrix?: FaultMatrix
  /** At least one. */
  controls: readonly Control[]
}

export interface Scenario extends ScenarioSpec {
  load: LoadSpec
  faults: Readonly<Record<string, Fault>>
  gates: Readonly<Record<string, Gate>>
  overlapping: readonly string[]
  companions: readonly Companion[]
}

const brand = Symbol.for('mimir-gauntlet.scenario')

export const isScenario = (value: unknown): value is Scenario =>
  typeof value === 'object' && value !== null && brand in value

/** One load for all scenarios unless they say otherwise: small enough for two cores, dense enough to see 200 ms. */
const usualLoad: LoadSpec = { tenants: ['tenant-a', 'tenant-b', 'tenant-c'], series: 100, writesPerSecond: 10 }

/**
 * Declares a scenario: the default export of a scenario file.
 * @throws UsageError when it can not mean what its author meant: no control, two steps of one name, a control for a
 * step, fault or tenant that is not there.
 */
export function scenario(spec: ScenarioSpec): Scenario {
  const fail = (what: string, fix: string): never => {
    throw new UsageError(`scenario ${spec.id}: ${what}`, fix)
  }
  if (!/^[a-z][a-z0-9-]*$/.test(spec.id)) fail('its id is not in kebab-case', 'use small letters, digits and dashes')
  if (spec.steps.length === 0) fail('it has no steps', 'add at least one step')
  if (spec.controls.length === 0)
    fail('it has no control', 'add a variant that must come out red: a check that can not fail proves nothing')
  const steps =
    unique(spec.steps.map(s => s.name)) ?? fail('two steps have the same name', 'name every step differently')
  unique(spec.controls.map(c => c.id)) ?? fail('two controls have the same id', 'name every control differently')
  const load = { ...usualLoad, ...spec.load }
  for (const control of spec.controls) {
    const defect = control.plant?.defect
    for (const tenant of defect ? tenantsOf(defect) : []) {
      if (!load.tenants.includes(tenant))
        fail(`control ${control.id} lies to tenant "${tenant}"`, `use one of: ${load.tenants.join(', ')}`)
    }
    const own = control.steps ? new Set(control.steps.map(s => s.name)) : steps
    for (const step of [control.plant?.step, control.before?.step]) {
      if (step !== undefined && !own.has(step))
        fail(`control ${control.id} acts in step "${step}"`, `use one of: ${[...own].join(', ')}`)
    }
    for (const fault of Object.keys(control.faults ?? {})) {
      if (!control.steps && !(fault in (spec.faults ?? {})))
        fail(`control ${control.id} replaces fault "${fault}"`, "it is not in the scenario's faults")
    }
  }
  for (const [i, [name, reading]] of Object.entries(spec.readings ?? {}).entries()) {
    const { says: _, ...changed } = reading
    if (i === 0 && Object.keys(changed).length > 0)
      fail(`its first reading "${name}" changes it`, 'put a first one that only says how the scenario itself reads')
    const names = reading.steps?.map(s => s.name) ?? []
    unique(names) ?? fail(`two steps of reading "${name}" have the same name`, 'name every step differently')
  }
  const { fault, steps: within = [], mustHold = [] } = spec.faultMatrix ?? {}
  if (fault !== undefined) parseFault(`${fault}@1`)
  for (const step of [...within, ...mustHold]) stepMeant([...steps], step)
  return Object.assign({ faults: {}, gates: {}, overlapping: [], companions: [], ...spec, load }, { [brand]: true })
}

/** The tenants that a defect names. */
function tenantsOf(defect: Defect): string[] {
  if (defect.kind === 'swap-tenant') return [defect.of, defect.from]
  return defect.kind === 'change-value' ? [defect.of] : []
}

function unique(names: readonly string[]): Set<string> | undefined {
  const set = new Set(names)
  return set.size === names.length ? set : undefined
}

/**
 * The scenario by one of its readings; undefined for the first one.
 * @throws UsageError when it has no such reading.
 */
export function readAs(original: Scenario, name: string | undefined): Scenario {
  if (name === undefined) return original
  const { [name]: reading } = original.readings ?? {}
  if (reading) return { ...original, ...reading } as Scenario
  const known = Object.keys(original.readings ?? {})
  throw new UsageError(
    `scenario ${original.id} has no reading "${name}"`,
    known.length > 0 ? `use one of ${known.join(', ')}` : 'leave out --as: it has only one',
  )
}

/** The scenario as a control changes it. */
export function varied(original: Scenario, control: Control | undefined): Scenario {
  if (!control) return original
  return {
    ...original,
    topology: pace => (control.topology ?? (t => t))(original.topology(pace)),
    faults: { ...(control.steps ? {} : original.faults), ...control.faults },
    budget: { ...original.budget, ...control.budget },
    load: { ...original.load, ...control.load },
    companions: control.companions ?? original.companions,
    steps: (control.steps ?? original.steps).map(step =>
      control.before?.step === step.name ? before(step, control.before.run) : step,
    ),
  }
}

const before = (step: Step, first: Step['run']): Step => ({
  ...step,
  async run(t) {
    await first(t)
    await step.run(t)
  },
})
