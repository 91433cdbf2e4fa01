import { checkTarget, parseFault, type RequestedFault, stepMeant } from './requested-fault.ts'
import type { Scenario } from './scenario.ts'
import { targetsOf } from './targets.ts'

/** A scenario with one fault in the middle of one step. */
export interface Combination {
  fault: RequestedFault
  /** Whether a suite fails when it does not come out valid. Otherwise it is listed. */
  required: boolean
}

/**
 * A fault in each step of a scenario, one combination for each.
 * @param fault as `--fault` has it, without the step. Left out, what the scenario declares; where it declares nothing there is none.
 */
export function combinationsOf(
  scenario: Scenario,
  fault: string | undefined = scenario.faultMatrix?.fault,
): Combination[] {
  if (fault === undefined) return []
  const names = scenario.steps.map(s => s.name)
  const declared = scenario.faultMatrix?.fault === fault ? scenario.faultMatrix : undefined
  const meant = (steps: readonly string[] = names) => steps.map(step => stepMeant(names, step))
  const required = declared ? meant(declared.required) : []
  return meant(declared?.steps).map(step => ({
    fault: requestedOf(scenario, `${fault}@${step + 1}`),
    required: required.includes(step),
  }))
}

/** A fault for a scenario, once it is known that it has such a step and may have such a target. @throws UsageError when it has not. */
export function requestedOf(scenario: Scenario, text: string): RequestedFault {
  const fault = parseFault(text)
  const names = scenario.steps.map(s => s.name)
  stepMeant(names, fault.step)
  checkTarget(fault, targetsOf(scenario))
  return fault
}
