import { checkScenario } from './check-scenario.ts'
import type { Scenario, ScenarioSpec } from './scenario.ts'
import type { Subject } from './subject.ts'
import type { LoadSpec } from './tenants.ts'

const brand = Symbol.for('mimir-gauntlet.scenario')

export const isScenario = (value: unknown): value is Scenario =>
  typeof value === 'object' && value !== null && brand in value

const usualTenants = ['tenant-a', 'tenant-b', 'tenant-c'] as const

/** Seconds of a steady state that lets every stripe be written and read a few times. */
const STEADY_SECONDS = 5

type UsualTenant = (typeof usualTenants)[number]

/**
 * What declares scenarios of a subject. What it returns is called with the default export of a scenario file.
 * @throws UsageError when a scenario can not mean what its author meant: no control, two steps of one name, a name of a gate, fault, step, check, path or
 * tenant that is not there, a fault without a possible target.
 */
export const scenarioOf =
  <Topology>(subject: Subject<Topology>) =>
  <
    Gates extends string = never,
    Faults extends string = never,
    StepName extends string = string,
    Tenant extends string = UsualTenant,
  >(
    spec: ScenarioSpec<Topology, Gates, Faults, StepName, Tenant>,
  ): Scenario => {
    const load: LoadSpec = { tenants: usualTenants, ...spec.load }
    const defaults = { faults: {}, gates: {}, assertions: {}, signals: [], objectives: {}, steadyState: STEADY_SECONDS }
    // Whatever the names and the topology are, they are opaque to everything that runs it.
    const made = { ...defaults, ...spec, load, subject } as unknown as Scenario
    checkScenario(made)
    return Object.assign(made, { [brand]: true })
  }
