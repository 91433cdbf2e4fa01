import { availableParallelism, release, totalmem, type } from 'node:os'
import { hostFactsOf, imagesOf } from '../cluster/provider-config.ts'
import { RequiredCoverage, RUN_SCHEMA, type RunFile, type RunInfo } from '../history/run-info.ts'
import { allowancesOf, pathDefaults } from '../history/signal.ts'
import type { TenantSpacing } from '../load/client.ts'
import { notCoveredBy, signalsOfRun } from '../load/signals.ts'
import { systemClock } from '../util/clock.ts'
import { asRecorded, assertionsOf } from './assertions-of.ts'
import { objectivesOf } from './complete-objectives.ts'
import { parseFault } from './requested-fault.ts'
import type { Control, Scenario } from './scenario.ts'
import { judgedRoles, namesOf, tenantDemands, wantedLoad } from './tenants.ts'
import type { Plan } from './worker-messages.ts'

/** What run.json says before anything has happened; the data set's epoch is set when the load starts. */
export function describe(plan: Plan, scenario: Scenario, control: Control | undefined): RunInfo {
  const { subject } = scenario
  const { tenants } = scenario.load
  const { parameters } = plan
  const signals = signalsOfRun(subject.signals, scenario.signals, parameters)
  const { version } = plan.program
  const wanted = {
    pace: plan.pace,
    load: wantedLoad(scenario.load, plan.rate),
    amount: plan.load,
    parameters,
    seed: plan.seed,
    version,
  }
  const described = signals.map(signal => signal.describe?.(wanted) ?? {})
  const spacing = Object.assign({}, ...described.map(d => d.spacing))
  const tenantSpacing = together(described.map(d => d.tenantSpacing ?? {}))
  const steps = scenario.steps.map(s => s.name)
  const run: RunFile = {
    schema: RUN_SCHEMA,
    id: plan.id,
    scenario: scenario.id,
    file: plan.file,
    title: scenario.title,
    proves: scenario.proves,
    ...(control && { control: control.id }),
    ...variantOf(plan, scenario),
    requestedFaults: plan.faults,
    provider: plan.providerConfig.provider,
    pace: plan.pace,
    seed: plan.seed,
    command: plan.command,
    startedAt: systemClock.now(),
    versions: {
      [subject.name]: `${plan.program.version} (${plan.program.revision || 'revision unknown'})`,
      prometheus: plan.prometheus.version,
      node: process.versions.node,
      ...plan.others,
    },
    binaries: plan.binaries,
    images: imagesOf(plan.providerConfig, subject.name),
    host: {
      os: `${type()} ${release()}`,
      cpus: availableParallelism(),
      memory: totalmem(),
      ...hostFactsOf(plan.providerConfig),
    },
    subject: { name: subject.name, title: subject.title },
    load: plan.load,
    tenants: namesOf(tenants),
    roles: judgedRoles(tenants),
    loadBegin: 0,
    spacing,
    tenantSpacing,
    objectives: objectivesOf(scenario.objectives, pathDefaults(subject.signals), {
      provider: plan.providerConfig.provider,
      spacing,
      lightLoad: plan.load === 'light',
      steps,
      allowances: allowancesOf(subject.signals),
      tenants: tenantDemands(tenants, tenantSpacing),
    }),
    assertions: asRecorded(assertionsOf(scenario, plan.pace)),
    // Without load there is nothing to be steady.
    steadyState: control?.noLoad ? 0 : scenario.steadyState,
    coverage: RequiredCoverage.parse({
      // Faults of a scenario are what it is about, and those asked for are what the run is about: each must have been proved.
      faults: [...Object.values(scenario.faults).map(f => f.kind), ...plan.faults.map(f => parseFault(f).kind)],
      steps,
    }),
    signals: signals.map(s => s.name),
    settings: {},
    deviations: subject.deviations?.(scenario.topology(plan.pace), plan.providerConfig.provider) ?? [],
    notCovered: [...notCoveredBy(subject.signals, scenario.signals, parameters), ...doneWithout(scenario, plan)],
  }
  // The compiler knows the fields of signals by declaration merging, and can not see that these signals give them.
  return Object.assign(run, ...described.map(d => d.fields)) as RunInfo
}

/** The spacing that signals tell of single tenants, together. */
function together(told: readonly TenantSpacing[]): TenantSpacing {
  const tenants = new Set(told.flatMap(t => Object.keys(t)))
  return Object.fromEntries([...tenants].map(name => [name, Object.assign({}, ...told.map(t => t[name]))]))
}

/** What this version of the subject does not have. */
const doneWithout = ({ subject, prefers = [] }: Scenario, { program: { version } }: Plan): string[] =>
  prefers.flatMap(capability => {
    const why = subject.lacks?.(version, capability)
    return why === undefined ? [] : [`${subject.title} ${version} has no "${capability}": ${why}`]
  })

/** A scenario that can be read in one way only says nothing of it. */
function variantOf({ variant }: Plan, { variants = {} }: Scenario): Pick<RunInfo, 'variant'> {
  const name = variant ?? Object.keys(variants)[0]
  return name === undefined ? {} : { variant: name }
}
