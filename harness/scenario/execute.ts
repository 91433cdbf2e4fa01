import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Cluster } from '../cluster/cluster.ts'
import { programOf, setupStepOf } from '../cluster/provider-config.ts'
import { startCluster } from '../cluster/start.ts'
import { FaultDriver } from '../faults/fault-driver.ts'
import type { EndEvent } from '../history/events.ts'
import { FileRecorder } from '../history/recorder.ts'
import type { RunInfo } from '../history/run-info.ts'
import { streamsOf } from '../history/signal.ts'
import { STEADY_STATE } from '../history/steady-state-step.ts'
import type { ClientContext } from '../load/client.ts'
import { startInstruments } from '../load/instruments.ts'
import { signalsOfRun } from '../load/signals.ts'
import { Observer } from '../observer/observer.ts'
import { systemClock } from '../util/clock.ts'
import { cpuSeconds } from '../util/cpu.ts'
import { reason, UsageError } from '../util/errors.ts'
import { seeded } from '../util/random.ts'
import { actions } from './actions.ts'
import { loadScenario } from './catalogue.ts'
import { Deployment } from './deployment.ts'
import { describe } from './describe.ts'
import { finishRun, type Working } from './finish-run.ts'
import { followCoverage } from './last-look.ts'
import { mayLose } from './may-die.ts'
import { Pauses } from './pauses.ts'
import { parseFault } from './requested-fault.ts'
import type { Actions, Control, InjectedDefect, Scenario } from './scenario.ts'
import { ScheduledFaults } from './scheduled-faults.ts'
import { startPlaces } from './start-places.ts'
import { StepRunner } from './step-runner.ts'
import { namesOf, overridesOf, renamed, together, withTenants } from './tenants.ts'
import { turning } from './turning.ts'
import { asVariant, varied } from './variants.ts'
import { followClients } from './what-clients-saw.ts'
import { followDeaths } from './who-died.ts'
import { followLives } from './who-lived.ts'
import type { Plan, Report } from './worker-messages.ts'

/**
 * Carries out a run in this process: cluster, load, steps, final read. Everything that happened is in the plan's folder when this
 * returns, and no process of it is left.
 * @param goOn resolves when a pause that the plan wants is over.
 * @throws UsageError for what the user can mend, before the load begins. Whatever else goes wrong is part of the history.
 */
export async function execute(
  plan: Plan,
  report: (report: Report) => void,
  signal: AbortSignal,
  goOn: () => Promise<void>,
): Promise<void> {
  const original = await loadScenario(plan.file)
  const control = original.controls.find(c => c.id === plan.control)
  const scenario = varied(asVariant(original, plan.variant), control)
  const run = describe(plan, scenario, control)
  await save(plan, run)
  using recorder = new FileRecorder(join(plan.folder, 'history.ndjson'))
  const end = (outcome: EndEvent['outcome'], detail?: string) =>
    recorder.record({ type: 'end', at: systemClock.now(), outcome, detail })
  const performance = { plan, run, scenario, control, recorder, report, signal, goOn, begun: false }
  try {
    await perform(performance)
    end('completed')
  } catch (thrown) {
    // Whoever has seen something keeps it: from the load's begin on a mistake of the user is what ended the run.
    if (thrown instanceof UsageError && !performance.begun) throw thrown
    end(signal.aborted ? 'interrupted' : 'aborted', reason(thrown))
  }
}

interface Performance {
  plan: Plan
  run: RunInfo
  scenario: Scenario
  control: Control | undefined
  recorder: FileRecorder
  report: (report: Report) => void
  signal: AbortSignal
  goOn: () => Promise<void>
  /** There was load, or a step. */
  begun: boolean
}

/** Milliseconds that load and probes go on after a pod died: what clients see of it is part of the evidence. */
const AFTERMATH = 10_000

async function perform(it: Performance): Promise<void> {
  const { plan, run, scenario, control, recorder, report, signal } = it
  const { subject } = scenario
  const topology = withTenants(subject, scenario.topology(plan.pace), settingsOfTenants(it))
  const { id, providerConfig: config, folder, scratch } = plan
  const program = programOf(config, subject.name, plan.program.version)
  const onProgress = (text: string) => report({ type: 'progress', text })
  const runner = new StepRunner(recorder, report, signal)
  const lives = followLives(recorder)
  const main = {
    id,
    program,
    protocol: subject.protocol,
    seed: plan.seed,
    folder,
    scratch,
    recorder,
    onProgress,
    signal,
  }
  await using cluster = await runner.preparation(setupStepOf(config), () => startCluster(config, main))
  runner.watch(cluster.death)
  const deploy = async (on: Cluster, first: unknown) => {
    const deployment = new Deployment(on, subject)
    await deployment.apply(first, runner.stop)
    return deployment
  }
  const started = `start ${subject.title} ${plan.program.version}`
  const deployment = await runner.step(started, () => deploy(cluster, topology))
  await using others = await startPlaces(scenario, plan, main, runner, (on, it) => deploy(on, it.topology(plan.pace)))
  const observer = new Observer(cluster.prometheus, recorder, plan.pace, cluster)
  const random = seeded(plan.seed)
  const noteCpu = () =>
    recorder.record({ type: 'fact', fact: 'cpu seconds', at: systemClock.now(), value: cpuSeconds() })
  const { programs, parameters } = plan
  const context = {
    run,
    cluster,
    deployment,
    places: Object.fromEntries(Object.entries(others.places).map(([name, place]) => [name, place.deployment])),
    observer,
    recorder,
    folder,
    scratch,
    signal,
    programs,
    parameters,
    random,
  }
  const streams = streamsOf(subject.signals)
  const covered = followCoverage(run, streams, recorder)
  const seen = followClients(run, streams, recorder)
  const deaths = followDeaths(recorder)
  const working = control?.noLoad ? undefined : await startAll(it, context, runner)
  it.begun = true

  const { stop } = runner
  const turn = turning(working?.clients)
  const faults = new FaultDriver({ cluster, observer, proofs: subject.proofs, turn, signal: stop }, recorder)
  const { places } = others
  const stepBegin = () => runner.begin
  const does = actions({
    scenario,
    deployment,
    observer,
    faults,
    recorder,
    signal: stop,
    run,
    stepBegin,
    random,
    seen,
    deaths,
    turn,
    programs,
    places,
  })
  const steps = scenario.steps.map(s => s.name)
  const field = { cluster, subject, faults, recorder, seed: plan.seed, signal: stop, onProgress }
  const scheduled = new ScheduledFaults(plan.faults.map(parseFault), steps, field)
  const pauses = new Pauses({ wanted: plan.pause, steps, cluster, scratch, report, goOn: it.goOn })
  noteCpu()
  try {
    if (working) await covered.begun(signal)
    await walk(it, runner, does, scheduled, pauses)
    if (working) await covered.over(signal)
    noteCpu()
  } catch (thrown) {
    if (working && runner.died !== undefined) await systemClock.sleep(AFTERMATH, signal)
    throw thrown
  } finally {
    if (!signal.aborted) await finishRun({ plan, subject, run, recorder, runner, deployment, observer, working, lives })
  }
}

/** What clients need is set up one after the other, before anything measures. */
async function startAll(it: Performance, context: ClientContext, runner: StepRunner): Promise<Working> {
  const { plan, run, scenario } = it
  const { subject } = scenario
  await subject.served(context.cluster.gateway, run.tenants)
  if (scenario.load.choose) await runner.step('choose tenants', () => chooseTenants(it, context))
  const signals = signalsOfRun(subject.signals, scenario.signals, plan.parameters)
  const clients = await Promise.all(signals.map(async ({ name, client }) => ({ name, client: await client() })))
  for (const { name, client } of clients) {
    if (client.prepare) await runner.step(`prepare ${name}`, () => client.prepare!(context))
  }
  return runner.step('start load', async (): Promise<Working> => {
    it.begun = true
    run.loadBegin = Math.ceil(systemClock.now())
    const instruments = startInstruments(it.recorder, () => context.cluster.pods())
    const running = await Promise.all(
      clients.map(async ({ name, client }) => [name, await client.start(context)] as const),
    )
    await save(plan, run)
    return { clients: new Map(running), instruments }
  })
}

/** Tenants get the names that the scenario chooses for them, with all that depends on it. */
async function chooseTenants({ plan, run, scenario, control }: Performance, context: ClientContext): Promise<void> {
  const { cluster, deployment } = context
  const { load, subject, topology } = scenario
  const names = await load.choose!(cluster, namesOf(load.tenants))
  const tenants = renamed(load.tenants, names)
  const { startedAt } = run
  Object.assign(run, describe(plan, { ...scenario, load: { ...load, tenants } }, control), { startedAt })
  const settings = settingsOfTenants({ plan, run, scenario: { ...scenario, load: { ...load, tenants } } })
  await deployment.apply(withTenants(subject, topology(plan.pace), settings))
  await subject.overridesAreRead?.(cluster.pods(), settings)
  await save(plan, run)
}

/** What tenants have of their own, by their roles and by what signals of the run need. */
function settingsOfTenants({ plan, run, scenario }: Pick<Performance, 'plan' | 'run' | 'scenario'>) {
  const signals = signalsOfRun(scenario.subject.signals, scenario.signals, plan.parameters)
  return overridesOf(scenario.load.tenants, together(signals.map(s => s.tenantSettings?.(run) ?? {})))
}

/** The steady state, and step after step; when one fails the rest is skipped, and said to be. */
async function walk(
  { scenario, control, run: info, signal }: Performance,
  runner: StepRunner,
  does: Actions<string, string>,
  scheduled: ScheduledFaults,
  pauses: Pauses,
) {
  if (info.steadyState > 0) await runner.step(STEADY_STATE, () => does.traffic(info.steadyState))
  for (const [i, { name, ref, mayDie, run }] of scenario.steps.entries()) {
    try {
      await pauses.at('before', i, runner)
      await scheduled.at('before', i, runner)
      const act = async () => {
        if (control?.inject?.step === name) await does.cluster.injectDefect(defectOf(control.inject.defect, info))
        await mayLose(does.cluster, mayDie, () => run(does))
      }
      await runner.step(name, () => scheduled.during(i, act), { ref, mayDie })
      await scheduled.at('after', i, runner)
      await pauses.at('after', i, runner)
    } catch (thrown) {
      if (!signal.aborted) await pauses.onRed(thrown, runner)
      runner.skip(
        scenario.steps.slice(i + 1).map(s => s.name),
        `step "${name}" failed`,
      )
      throw thrown
    }
  }
}

const defectOf = (defect: InjectedDefect, run: RunInfo) => (typeof defect === 'function' ? defect(run) : defect)

/** run.json is replaced in one move: a reader sees the old one or the new one. */
async function save(plan: Plan, run: RunInfo): Promise<void> {
  const file = join(plan.folder, 'run.json')
  await writeFile(`${file}.new`, `${JSON.stringify(run, undefined, 2)}\n`)
  await rename(`${file}.new`, file)
}
