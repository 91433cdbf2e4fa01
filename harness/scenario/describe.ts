import { availableParallelism, release, totalmem, type } from 'node:os'
import { imagesOf, placeOf } from '../cluster/where.ts'
import { RUN_SCHEMA, type RunInfo, Sufficiency } from '../history/run.ts'
import { spacingOf } from '../load/probers.ts'
import { ruleOf } from '../load/rules.ts'
import { parseVersion, supports, whyNot } from '../mimir/topology/versions.ts'
import { systemClock } from '../util/clock.ts'
import { parseFault } from './asked-fault.ts'
import { companionsOf, leftOutOf } from './companions.ts'
import type { Plan } from './messages.ts'
import { objectivesOf } from './objectives.ts'
import type { Control, Scenario } from './scenario.ts'
import { datasetOf, judgedRoles, tenantDemands, writeSpacing } from './tenants.ts'

const STORE_LEFT_OUT =
  'the blocks in the store were not read alone: every ingester has to ship what it has first, and the store to load it; --read-store and suite nightly do that'

/** How many times fewer writes and probes a light load makes. */
const THINNER = 5

/** What run.json says before anything has happened; the data set's epoch is set when the load starts. */
export function describe(plan: Plan, scenario: Scenario, control: Control | undefined): RunInfo {
  const thinning = plan.load === 'light' ? THINNER : 1
  const dataset = datasetOf(scenario.load, thinning)
  const spacing = spacingOf(dataset)
  const rule = ruleOf(dataset.tenants.length)
  const steps = scenario.steps.map(s => s.name)
  return {
    schema: RUN_SCHEMA,
    id: plan.id,
    scenario: scenario.id,
    file: plan.file,
    title: scenario.title,
    proves: scenario.proves,
    ...(control && { control: control.id }),
    ...readingOf(plan, scenario),
    faultsAsked: plan.faults,
    provider: plan.where.provider,
    pace: plan.pace,
    seed: plan.seed,
    command: plan.command,
    startedAt: systemClock.now(),
    versions: {
      mimir: `${plan.mimir.version} (${plan.mimir.revision || 'revision unknown'})`,
      prometheus: plan.prometheus.version,
      node: process.versions.node,
      ...plan.others,
    },
    binaries: plan.binaries,
    images: imagesOf(plan.where),
    host: {
      os: `${type()} ${release()}`,
      cpus: availableParallelism(),
      memory: totalmem(),
      ...placeOf(plan.where),
    },
    dataset,
    roles: judgedRoles(scenario.load.tenants),
    spacing,
    objectives: objectivesOf(scenario.objectives, {
      provider: plan.where.provider,
      spacing: { ...spacing, writes: writeSpacing(dataset), evaluations: 1000 * rule.interval },
      thinned: thinning > 1,
      steps,
      tenants: tenantDemands(scenario.load.tenants, dataset),
    }),
    // Without load there is nothing to be steady.
    steadyState: control?.noLoad ? 0 : scenario.steadyState,
    sufficiency: Sufficiency.parse({
      // Faults of a scenario are what it is about, and those asked for are what the run is about: each must have been proved.
      faults: [...Object.values(scenario.faults).map(f => f.kind), ...plan.faults.map(f => parseFault(f).kind)],
      steps,
      storeRead: plan.readStore,
    }),
    rule,
    companions: companionsOf(scenario, plan).map(c => c.name),
    settings: {},
    leftOut: [
      ...(plan.readStore ? [] : [STORE_LEFT_OUT]),
      ...leftOutOf(scenario, plan),
      ...doneWithout(scenario, plan),
    ],
  }
}

/** What this version of Mimir does not have. */
function doneWithout({ prefers = [] }: Scenario, { mimir }: Plan): string[] {
  const version = parseVersion(mimir.version)
  return prefers
    .filter(capability => !supports(version, capability))
    .map(capability => `Mimir ${mimir.version} has no "${capability}": ${whyNot(capability)}`)
}

/** A scenario that can be read in one way only says nothing of it. */
function readingOf({ reading }: Plan, { readings = {} }: Scenario): Pick<RunInfo, 'reading'> {
  const name = reading ?? Object.keys(readings)[0]
  return name === undefined ? {} : { reading: name }
}
