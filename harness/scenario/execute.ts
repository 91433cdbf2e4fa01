import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Cluster } from '../cluster/cluster.ts'
import { startCluster } from '../cluster/start.ts'
import { makingOf } from '../cluster/where.ts'
import { Faults } from '../faults/faults.ts'
import type { EndEvent } from '../history/events.ts'
import { FileRecorder } from '../history/recorder.ts'
import type { RunInfo } from '../history/run.ts'
import type { CompanionContext, RunningCompanion } from '../load/companion.ts'
import { type Load, startLoad } from '../load/load.ts'
import { RULE_GROUP, setupRules } from '../load/rules.ts'
import { copyMetrics } from '../observer/metrics.ts'
import { Observer } from '../observer/observer.ts'
import { parseVersion } from '../topology/versions.ts'
import { systemClock } from '../util/clock.ts'
import { cpuSeconds } from '../util/cpu.ts'
import { reason, UsageError } from '../util/errors.ts'
import { seeded } from '../util/random.ts'
import { actions } from './actions.ts'
import { parseFault } from './asked-fault.ts'
import { loadScenario } from './catalogue.ts'
import { companionsOf } from './companions.ts'
import { describe } from './describe.ts'
import type { Plan, Report } from './messages.ts'
import type { Actions, Control, Scenario } from './scenario.ts'
import { Stage } from './stage.ts'
import { readStore } from './store-read.ts'
import { Strikes } from './strikes.ts'
import { readAs, varied } from './variants.ts'
import { isServed } from './warm-up.ts'

/**
 * Carries out a run in this process: cluster, load, steps, final read. Everything that happened is in the plan's folder when this
 * returns, and no process of it is left.
 * @throws UsageError for what the user can mend. Whatever else goes wrong is part of the history.
 */
export async function execute(plan: Plan, report: (report: Report) => void, signal: AbortSignal): Promise<void> {
  const original = await loadScenario(plan.file)
  const control = original.controls.find(c => c.id === plan.control)
  const scenario = varied(readAs(original, plan.reading), control)
  const run = describe(plan, scenario, control)
  await save(plan, run)
  using recorder = new FileRecorder(join(plan.folder, 'history.ndjson'))
  const end = (outcome: EndEvent['outcome'], detail?: string) =>
    recorder.record({ type: 'end', at: systemClock.now(), outcome, detail })
  try {
    await perform({ plan, run, scenario, control, recorder, report, signal })
    end('completed')
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown
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
}

async function perform(it: Performance): Promise<void> {
  const { plan, run, scenario, control, recorder, report, signal } = it
  const topology = scenario.topology(plan.pace)
  const { id, where, folder, scratch } = plan
  const version = parseVersion(plan.mimir.version)
  const onProgress = (text: string) => report({ type: 'progress', text })
  const stage = new Stage(recorder, report, signal)
  await using cluster = await stage.preparation(makingOf(where), () =>
    startCluster(where, { id, version, folder, scratch, recorder, onProgress, signal }),
  )
  stage.watch(cluster.death)
  await stage.step(`start Mimir ${plan.mimir.version}`, () => cluster.apply(topology))
  const observer = new Observer(cluster.prometheus, recorder, plan.pace)
  const random = seeded(plan.seed)
  const noteCpu = () =>
    recorder.record({ type: 'fact', fact: 'cpu seconds', at: systemClock.now(), value: cpuSeconds() })
  const { programs, k6Rate } = plan
  const context = { run, cluster, observer, recorder, folder, scratch, signal, programs, k6Rate, random }
  const load = control?.noLoad ? undefined : await startAll(it, context, stage)
  await save(plan, run)

  const faults = new Faults({ cluster, observer, signal }, recorder)
  const does = actions({
    scenario,
    cluster,
    observer,
    faults,
    recorder,
    signal,
    dataset: run.dataset,
    random,
  })
  const steps = scenario.steps.map(s => s.name)
  const field = { cluster, faults, recorder, seed: plan.seed, signal, onProgress }
  const strikes = new Strikes(plan.faults.map(parseFault), steps, field)
  noteCpu()
  try {
    await walk(it, stage, does, strikes)
    noteCpu()
  } finally {
    if (!signal.aborted) await conclude(it, load, observer, cluster, stage)
  }
}

/** Everything that works on the cluster during the steps. */
interface Working {
  load: Load
  companions: RunningCompanion[]
}

/** What companions need is set up one after the other, before anything measures. */
async function startAll(it: Performance, context: CompanionContext, stage: Stage) {
  const { plan, run, recorder, scenario } = it
  const { gateway } = context.cluster
  const companions = companionsOf(scenario, plan)
  await isServed(gateway, run.dataset.tenants)
  for (const companion of companions) {
    if (companion.prepare) await stage.step(`prepare ${companion.name}`, () => companion.prepare!(context))
  }
  return stage.step('start load', async (): Promise<Working> => {
    const load = await start(gateway, run, recorder, context.random)
    return { load, companions: await Promise.all(companions.map(c => c.start(context))) }
  })
}

async function start(gateway: string, run: RunInfo, recorder: FileRecorder, random: () => number): Promise<Load> {
  await setupRules(gateway, run.dataset.tenants)
  run.dataset.epoch = Math.ceil(systemClock.now())
  return startLoad({ dataset: run.dataset, gateway, recorder, random })
}

/** Step after step; when one fails the rest is skipped, and said to be. */
async function walk({ scenario, control }: Performance, stage: Stage, does: Actions<string, string>, strikes: Strikes) {
  for (const [i, { name, ref, run }] of scenario.steps.entries()) {
    try {
      await strikes.at('before', i, stage)
      const act = async () => {
        if (control?.plant?.step === name) await does.cluster.plant(control.plant.defect)
        await run(does)
      }
      await stage.step(name, () => strikes.during(i, act), ref)
      await strikes.at('after', i, stage)
    } catch (thrown) {
      stage.skip(
        scenario.steps.slice(i + 1).map(s => s.name),
        `step "${name}" failed`,
      )
      throw thrown
    }
  }
}

/** Whatever happened before: what was acked is read back, and what the observer saw is kept. */
async function conclude(
  { plan, run, recorder }: Performance,
  working: Working | undefined,
  observer: Observer,
  cluster: Cluster,
  stage: Stage,
): Promise<void> {
  if (working) {
    await Promise.all(working.companions.map(c => c.stop()))
    const stopped = await working.load.stop()
    await stage.step('read back every sample', () => stopped.finalRead('final'))
    if (plan.readStore) await readStore(cluster, observer, stopped, run.dataset.tenants, stage)
  }
  const started = cluster.started()
  if (started) await writeFile(join(plan.folder, 'config', 'started.json'), JSON.stringify(started, undefined, 2))
  await copyMetrics(observer, recorder, { from: run.startedAt, to: systemClock.now() }, RULE_GROUP)
}

/** run.json is replaced in one move: a reader sees the old one or the new one. */
async function save(plan: Plan, run: RunInfo): Promise<void> {
  const file = join(plan.folder, 'run.json')
  await writeFile(`${file}.new`, `${JSON.stringify(run, undefined, 2)}\n`)
  await rename(`${file}.new`, file)
}
