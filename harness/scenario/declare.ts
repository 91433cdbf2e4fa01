import { checkScenario } from './check-scenario.ts'
import type { Scenario, ScenarioSpec } from './scenario.ts'
import type { LoadSpec } from './tenants.ts'

const brand = Symbol.for('mimir-gauntlet.scenario')

export const isScenario = (value: unknown): value is Scenario =>
  typeof value === 'object' && value !== null && brand in value

/** One load for all scenarios unless they say otherwise: small enough for two cores, dense enough to see 200 ms. */
const usualLoad = {
  tenants: ['tenant-a', 'tenant-b', 'tenant-c'],
  series: 100,
  writesPerSecond: 10,
} as const satisfies LoadSpec
/** Seconds of a steady state that lets every stripe be written and read a few times. */
const STEADY_SECONDS = 5

type UsualTenant = (typeof usualLoad.tenants)[number]

/**
 * Declares a scenario: the default export of a scenario file.
 * @throws UsageError when it can not mean what its author meant: no control, two steps of one name, a name of a gate, fault, step, check, path or
 * tenant that is not there, a fault without a possible target.
 */
export function scenario<
  Gates extends string = never,
  Faults extends string = never,
  StepName extends string = string,
  Tenant extends string = UsualTenant,
>(spec: ScenarioSpec<Gates, Faults, StepName, Tenant>): Scenario {
  const load = { ...usualLoad, ...spec.load }
  // Whatever the names are, they are strings to everything that runs it.
  const made = {
    faults: {},
    gates: {},
    companions: [],
    objectives: {},
    steadyState: STEADY_SECONDS,
    ...spec,
    load,
  } as Scenario
  checkScenario(made)
  return Object.assign(made, { [brand]: true })
}
