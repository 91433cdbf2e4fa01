import { checkNamesOf } from '../checks/index.ts'
import type { Defect } from '../cluster/cluster.ts'
import { allowancesOf, pathsOf } from '../history/signal.ts'
import { STEADY_STATE } from '../history/steady-state-step.ts'
import { MOST_SERIES, MOST_TENANTS } from '../load/bounds.ts'
import type { LiveSignal } from '../load/client.ts'
import { UsageError } from '../util/errors.ts'
import { checkAssertions } from './assertions-of.ts'
import { checkObjectives, checkTenantObjectives } from './check-objectives.ts'
import type { ObjectivesSpec } from './demands.ts'
import { refuse, refuseUnknown } from './refuse.ts'
import { parseFault, stepMeant } from './requested-fault.ts'
import type { Control, Scenario, Variant } from './scenario.ts'
import { checkAim, notThere, targetsOf } from './targets.ts'
import { type LoadSpec, namesOf, rolesOf, type TenantRole } from './tenants.ts'
import { asVariant, varied } from './variants.ts'

/**
 * Refuses a scenario that can not mean what its author meant. The compiler says most of this as well; not everybody asks it, and names that are
 * put together it does not know.
 * @throws UsageError that names the scenario, what is wrong where in it, and what could have been meant
 */
export function checkScenario(it: Scenario): void {
  try {
    checkShape(it)
    checkSignals(it, 'it', it.signals)
    checkLoad(it, 'it', it.load)
    const steps = it.steps.map(s => s.name)
    checkObjectivesOf('it', it, it.objectives, steps)
    for (const control of it.controls) checkControl(it, control, steps)
    for (const [i, [name, variant]] of Object.entries(it.variants ?? {}).entries()) checkVariant(it, name, variant, i)
    checkAssertions(it)
    checkMatrix(it, steps)
    checkAims('', it)
    for (const control of it.controls) checkAims(`control ${control.id}: `, varied(it, control))
    for (const name of Object.keys(it.variants ?? {})) checkAims(`variant "${name}": `, asVariant(it, name))
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown
    throw new UsageError(`scenario ${it.id}: ${thrown.what}`, thrown.fix)
  }
}

function checkShape({ id, steps, controls, steadyState, places = {} }: Scenario): void {
  if (!/^[a-z][a-z0-9-]*$/.test(id)) refuse('its id is not in kebab-case', 'use small letters, digits and dashes')
  const place = Object.keys(places).find(name => !/^[a-z][a-z0-9]{0,9}$/.test(name))
  if (place !== undefined) refuse(`its place "${place}" has no short name`, 'use ten small letters and digits at most')
  if (Object.keys(places).length > 1) refuse('it has more than two places', 'leave one of `places` out')
  if (steps.length === 0) refuse('it has no steps', 'add at least one step')
  if (!(steadyState >= 1))
    refuse(
      `its steady state is to last ${steadyState} s`,
      'use 1 s or more: what is not seen in it can not be told from the operation',
    )
  for (const name of [...steps, ...controls.flatMap(c => c.steps ?? [])].map(s => s.name)) {
    if (name === STEADY_STATE)
      refuse(
        `a step is called "${STEADY_STATE}"`,
        'leave it out and say `steadyState: <seconds>`: every run begins with one',
      )
  }
  if (controls.length === 0)
    refuse('it has no control', 'add a variant that must come out red: a check that can not fail proves nothing')
  if (!areUnique(steps.map(s => s.name))) refuse('two steps have the same name', 'name every step differently')
  if (!areUnique(controls.map(c => c.id))) refuse('two controls have the same id', 'name every control differently')
}

const areUnique = (names: readonly string[]): boolean => new Set(names).size === names.length

/** Objectives of a scenario or of what takes the place of a part of it. */
function checkObjectivesOf(
  whose: string,
  { subject, faults }: Scenario,
  objectives: ObjectivesSpec = {},
  steps: readonly string[],
): void {
  const kinds = Object.values(faults).map(f => f.kind)
  const paths = pathsOf(subject.signals)
  checkObjectives(whose, objectives, {
    steps,
    faults: kinds,
    paths,
    allowances: Object.keys(allowancesOf(subject.signals)),
  })
}

/** A signal that the subject does not know could not be judged from the run's folder alone. */
function checkSignals({ subject }: Scenario, whose: string, signals: readonly LiveSignal[] = []): void {
  const known = subject.signals.map(s => s.name)
  const named = signals.map(s => s.name)
  refuseUnknown(`${whose} has`, 'signal', named, known, `which ${subject.title} has not`)
}

/** What a role can say of a tenant. */
const sayings: Record<keyof TenantRole, true> = {
  series: true,
  writesPerSecond: true,
  overrides: true,
  expectsLimits: true,
  objectives: true,
  faults: true,
}

function checkLoad({ subject }: Scenario, whose: string, { tenants, ...rest }: LoadSpec): void {
  const roles = rolesOf(tenants)
  if (roles.length < 1 || roles.length > MOST_TENANTS)
    refuse(`${whose} has ${roles.length} tenants`, `give 1 to ${MOST_TENANTS}`)
  if (!areUnique(namesOf(tenants)))
    refuse(`two tenants of ${whose} have the same name`, 'name every tenant differently')
  checkAmounts(whose, rest)
  for (const [name, role] of roles) {
    const tenant = `tenant "${name}" of ${whose}`
    refuseUnknown(`${tenant} has a role with`, 'part', Object.keys(role), Object.keys(sayings))
    checkTenantObjectives(tenant, role, { paths: pathsOf(subject.signals) })
    if (role.overrides && !subject.withOverrides)
      refuse(`${tenant} has overrides`, `leave them out: ${subject.title} has no settings for one tenant`)
    checkAmounts(tenant, role)
  }
}

function checkAmounts(whose: string, { series = 1, writesPerSecond = 1 }: Partial<Omit<LoadSpec, 'tenants'>>): void {
  if (!Number.isInteger(series) || series < 1 || series > MOST_SERIES)
    refuse(`${whose} has ${series} series`, `give a whole number from 1 to ${MOST_SERIES}`)
  if (!(writesPerSecond > 0)) refuse(`${whose} has ${writesPerSecond} writes per second`, 'give more than 0')
}

function checkControl(it: Scenario, control: Control, steps: readonly string[]): void {
  const whose = `control ${control.id}`
  const red = [...control.expectFail, ...(control.mayFail ?? [])]
  refuseUnknown(`${whose} expects`, 'check', red, checkNamesOf(it.subject.signals), 'to be red')
  checkObjectivesOf(whose, it, control.objectives, control.steps?.map(s => s.name) ?? steps)
  checkSignals(it, whose, control.signals)
  const load = { ...it.load, ...control.load }
  checkLoad(it, whose, load)
  if (control.inject && typeof control.inject.defect !== 'function')
    checkDefect(it, whose, control.inject.defect, namesOf(load.tenants))
  const acts = [control.inject?.step, control.before?.step].filter(step => step !== undefined)
  refuseUnknown(`${whose} acts in`, 'step', acts, control.steps?.map(s => s.name) ?? steps)
  if (!control.steps)
    refuseUnknown(`${whose} replaces`, 'fault', Object.keys(control.faults ?? {}), Object.keys(it.faults))
}

function checkDefect({ subject }: Scenario, whose: string, defect: Defect, tenants: readonly string[]): void {
  const hit = 'route' in defect ? [defect.route] : defect.kind === 'stall' ? Object.keys(defect.ms) : []
  refuseUnknown(`${whose} hits`, 'route', hit, subject.routes)
  if (defect.kind === 'swap-tenant') refuseUnknown(`${whose} lies to`, 'tenant', [defect.of, defect.from], tenants)
  if (defect.kind === 'change-value') refuseUnknown(`${whose} lies to`, 'tenant', [defect.of], tenants)
}

function checkVariant(it: Scenario, name: string, { description: _, ...changed }: Variant, index: number): void {
  const whose = `variant "${name}"`
  if (index === 0 && Object.keys(changed).length > 0)
    refuse(`its first ${whose} changes it`, 'put a first one that only says how the scenario itself reads')
  const names = changed.steps?.map(s => s.name) ?? []
  if (!areUnique(names)) refuse(`two steps of ${whose} have the same name`, 'name every step differently')
  checkObjectivesOf(whose, it, changed.objectives, changed.steps ? names : it.steps.map(s => s.name))
  refuseUnknown(`${whose} replaces`, 'fault', Object.keys(changed.faults ?? {}), Object.keys(it.faults))
}

function checkMatrix(it: Scenario, steps: readonly string[]): void {
  const { faultMatrix } = it
  if (!faultMatrix) return
  parseFault(`${faultMatrix.fault}@1`)
  for (const step of [...(faultMatrix.steps ?? []), ...(faultMatrix.required ?? [])]) stepMeant(steps, step)
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
