import type { Defect } from '../cluster/cluster.ts'
import { checkNames } from '../history/check-names.ts'
import { MOST_SERIES, MOST_TENANTS } from '../history/dataset-bounds.ts'
import { pathNames } from '../history/path-names.ts'
import type { Budget } from '../history/run.ts'
import { families } from '../mimir/topology/types.ts'
import { UsageError } from '../util/errors.ts'
import { parseFault, stepMeant } from './asked-fault.ts'
import type { Control, Reading, Scenario } from './scenario.ts'
import { checkAim, notThere, targetsOf } from './targets.ts'
import { type LoadSpec, namesOf, rolesOf, type TenantRole } from './tenants.ts'
import { readAs, varied } from './variants.ts'

/** What a budget can demand. */
const demands: Record<keyof Budget, true> = {
  unavailable: true,
  perPath: true,
  blur: true,
  visibility: true,
  errorRatio: true,
  ruleGap: true,
  ruleOverlap: true,
  alertsAbsent: true,
  notificationDelay: true,
}

/**
 * Refuses a scenario that can not mean what its author meant. The compiler says most of this as well; not everybody asks it, and names that are
 * put together it does not know.
 * @throws UsageError that names the scenario, what is wrong where in it, and what could have been meant
 */
export function checkScenario(it: Scenario): void {
  try {
    checkShape(it)
    checkBudget('it', it.budget)
    checkLoad('it', it.load)
    const steps = it.steps.map(s => s.name)
    for (const control of it.controls) checkControl(it, control, steps)
    for (const [i, [name, reading]] of Object.entries(it.readings ?? {}).entries()) checkReading(it, name, reading, i)
    checkMatrix(it, steps)
    checkAims('', it)
    for (const control of it.controls) checkAims(`control ${control.id}: `, varied(it, control))
    for (const name of Object.keys(it.readings ?? {})) checkAims(`reading "${name}": `, readAs(it, name))
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown
    throw new UsageError(`scenario ${it.id}: ${thrown.what}`, thrown.fix)
  }
}

function fail(what: string, fix: string): never {
  throw new UsageError(what, fix)
}

function checkShape({ id, steps, controls, places = {} }: Scenario): void {
  if (!/^[a-z][a-z0-9-]*$/.test(id)) fail('its id is not in kebab-case', 'use small letters, digits and dashes')
  const place = Object.keys(places).find(name => !/^[a-z][a-z0-9]{0,9}$/.test(name))
  if (place !== undefined) fail(`its place "${place}" has no short name`, 'use ten small letters and digits at most')
  if (Object.keys(places).length > 1) fail('it has more than two places', 'leave one of `places` out')
  if (steps.length === 0) fail('it has no steps', 'add at least one step')
  if (controls.length === 0)
    fail('it has no control', 'add a variant that must come out red: a check that can not fail proves nothing')
  if (!areUnique(steps.map(s => s.name))) fail('two steps have the same name', 'name every step differently')
  if (!areUnique(controls.map(c => c.id))) fail('two controls have the same id', 'name every control differently')
}

const areUnique = (names: readonly string[]): boolean => new Set(names).size === names.length

/** @param does what is done with them, before and after their name. */
function checkNamed(
  does: string,
  what: string,
  names: readonly string[],
  known: readonly string[],
  then?: string,
): void {
  const unknown = names.find(name => !known.includes(name))
  if (unknown === undefined) return
  const sentence = [does, what, `"${unknown}"`, then].filter(part => part !== undefined).join(' ')
  fail(sentence, `use one of: ${known.join(', ') || '(there is none)'}`)
}

/** @param whose "it", "control no-load" */
function checkBudget(whose: string, budget: Partial<Budget> = {}): void {
  checkNamed(`${whose} has a budget for`, 'demand', Object.keys(budget), Object.keys(demands))
  checkNamed(`${whose} has a budget for`, 'path', Object.keys(budget.perPath ?? {}), pathNames)
}

/** What a role can say of a tenant. */
const sayings: Record<keyof TenantRole, true> = {
  series: true,
  writesPerSecond: true,
  overrides: true,
  expectsLimits: true,
  objectives: true,
}

function checkLoad(whose: string, { tenants, ...rest }: LoadSpec): void {
  const roles = rolesOf(tenants)
  if (roles.length < 1 || roles.length > MOST_TENANTS)
    fail(`${whose} has ${roles.length} tenants`, `give 1 to ${MOST_TENANTS}`)
  if (!areUnique(namesOf(tenants))) fail(`two tenants of ${whose} have the same name`, 'name every tenant differently')
  checkAmounts(whose, rest)
  for (const [name, role] of roles) {
    const tenant = `tenant "${name}" of ${whose}`
    checkNamed(`${tenant} has a role with`, 'part', Object.keys(role), Object.keys(sayings))
    checkNamed(`${tenant} has objectives for`, 'path', Object.keys(role.objectives ?? {}), pathNames)
    checkAmounts(tenant, role)
  }
}

function checkAmounts(whose: string, { series = 1, writesPerSecond = 1 }: Partial<Omit<LoadSpec, 'tenants'>>): void {
  if (!Number.isInteger(series) || series < 1 || series > MOST_SERIES)
    fail(`${whose} has ${series} series`, `give a whole number from 1 to ${MOST_SERIES}`)
  if (!(writesPerSecond > 0)) fail(`${whose} has ${writesPerSecond} writes per second`, 'give more than 0')
}

function checkControl(it: Scenario, control: Control, steps: readonly string[]): void {
  const whose = `control ${control.id}`
  checkNamed(`${whose} expects`, 'check', [...control.red, ...(control.also ?? [])], checkNames, 'to be red')
  checkBudget(whose, control.budget)
  const load = { ...it.load, ...control.load }
  checkLoad(whose, load)
  if (control.plant) checkDefect(whose, control.plant.defect, namesOf(load.tenants))
  const acts = [control.plant?.step, control.before?.step].filter(step => step !== undefined)
  checkNamed(`${whose} acts in`, 'step', acts, control.steps?.map(s => s.name) ?? steps)
  if (!control.steps)
    checkNamed(`${whose} replaces`, 'fault', Object.keys(control.faults ?? {}), Object.keys(it.faults))
}

function checkDefect(whose: string, defect: Defect, tenants: readonly string[]): void {
  if ('family' in defect) checkNamed(`${whose} hits`, 'family', [defect.family], families)
  if (defect.kind === 'swap-tenant') checkNamed(`${whose} lies to`, 'tenant', [defect.of, defect.from], tenants)
  if (defect.kind === 'change-value') checkNamed(`${whose} lies to`, 'tenant', [defect.of], tenants)
}

function checkReading(it: Scenario, name: string, { says: _, ...changed }: Reading, index: number): void {
  const whose = `reading "${name}"`
  if (index === 0 && Object.keys(changed).length > 0)
    fail(`its first ${whose} changes it`, 'put a first one that only says how the scenario itself reads')
  const names = changed.steps?.map(s => s.name) ?? []
  if (!areUnique(names)) fail(`two steps of ${whose} have the same name`, 'name every step differently')
  checkBudget(whose, changed.budget)
  checkNamed(`${whose} replaces`, 'fault', Object.keys(changed.faults ?? {}), Object.keys(it.faults))
}

function checkMatrix({ faultMatrix }: Scenario, steps: readonly string[]): void {
  if (!faultMatrix) return
  parseFault(`${faultMatrix.fault}@1`)
  for (const step of [...(faultMatrix.steps ?? []), ...(faultMatrix.mustHold ?? [])]) stepMeant(steps, step)
  checkBudget('its fault matrix', faultMatrix.budget)
}

/** A variant's topologies make sense, and its faults are aimed at what is in them, and its steps may lose no other pods. @param where in the scenario, before what is wrong. */
function checkAims(where: string, variant: Scenario): void {
  try {
    const there = targetsOf(variant)
    for (const [name, fault] of Object.entries(variant.faults)) checkAim(name, fault, there)
    for (const { name, mayDie = [] } of variant.steps) {
      const missing = mayDie.find(pod => !there.pods.includes(pod))
      if (missing !== undefined) throw notThere(`step "${name}" may lose a pod`, missing, 'pods', there)
    }
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown
    throw new UsageError(where + thrown.what, thrown.fix)
  }
}
