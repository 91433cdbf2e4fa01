import { join, relative } from 'node:path'
import { toolsBeside } from '../cluster/provider-config.ts'
import { signalsOfRun } from '../load/signals.ts'
import { coloursOf } from '../report/colours.ts'
import { verdictLine, verdictText } from '../report/console.ts'
import { statusLine } from '../report/status-line.ts'
import { bytes } from '../report/text.ts'
import { select } from '../scenario/catalogue.ts'
import { separate } from '../scenario/requirements.ts'
import type { RunOptions } from '../scenario/run-planned.ts'
import type { Subject } from '../scenario/subject.ts'
import { exitOf, type Planned, planned, type Ran } from '../scenario/suite.ts'
import type { Report } from '../scenario/worker-messages.ts'
import { tools } from '../toolchain/tools.ts'
import { UsageError } from '../util/errors.ts'
import { INVOCATION } from '../util/invocation.ts'
import { checkOwn } from './check-own.ts'
import { checkPause, untilEnter } from './pause-flag.ts'
import type { ProviderSetup, Requirements } from './provider-setup.ts'
import type { RunFlags } from './run-flags.ts'

/**
 * Runs scenarios, controls and suites.
 * @param words ids, suites or files; none means suite `quick`.
 * @returns the exit code: 0 valid, 1 invalid, 3 unknown.
 * @throws UsageError (exit code 2), and the signal's reason when interrupted.
 */
export async function run(words: readonly string[], flags: RunFlags, signal: AbortSignal): Promise<number> {
  const chosen = words.length === 0 ? ['quick'] : words
  const plan = planned(await select(chosen), {
    control: flags.control,
    variant: flags.variant,
    faults: flags.fault,
    eachStep: flags.faultEachStep,
    declared: chosen.includes('nightly'),
  })
  if (plan.length === 0) {
    throw new UsageError(`nothing to run in ${chosen.join(', ')}`, `\`${INVOCATION} list\` shows what there is`)
  }
  checkPause(plan, flags)
  await checkOwn(plan, flags.dry)
  // Loaded on demand, here and below: what is refused before is refused without waiting for it.
  const { setupOf: placeOf } = await import('./provider-setup.ts')
  const place = await placeOf(flags, signal)
  const { runnable, notRun } = separate(plan, place.lacks)
  const { dry, podsOf } = await import('./dry.ts')
  await place.check(podsOf(runnable, flags))
  if (flags.dry)
    return dry(
      { runnable, notRun },
      place,
      bySubject(runnable).map(runs => requirementsOf(runs, flags)),
      flags,
    )
  // Nothing is looked for where nothing can be run.
  const ran = runnable.length === 0 ? [] : await runThese(runnable, place, flags, signal)
  signal.throwIfAborted()
  const { tellResults } = await import('./results.ts')
  tellResults([...ran, ...notRun], flags.json)
  const folders = ran.map(r => r.folder)
  if (flags.repeat > 1) {
    const { printSummaries } = await import('./summary.ts')
    await printSummaries(folders, flags.json)
  }
  const combined = ran.filter(r => r.planned.required !== undefined).map(r => r.folder)
  if (combined.length > 0) {
    const { tellMatrices } = await import('./matrix.ts')
    await tellMatrices(flags.runs, combined, flags.json)
  }
  return exitOf([...ran, ...notRun])
}

/** Runs of several subjects are prepared one after the other, and all before the first begins: nothing is half-started when a tool is missing. */
async function runThese(
  plan: readonly Planned[],
  place: ProviderSetup,
  flags: RunFlags,
  signal: AbortSignal,
): Promise<Ran[]> {
  const { runs, keep, pace, load, rate, parameters, pause } = flags
  const metrics = !flags.metrics ? 'never' : plan.length * flags.repeat === 1 ? 'always' : 'unexpected'
  const prepared = new Map<Subject, RunOptions>()
  for (const group of bySubject(plan)) {
    const needs = requirementsOf(group, flags)
    const made = await place.prepare(needs)
    prepared.set(needs.subject, {
      runs,
      keep,
      metrics,
      pace,
      load,
      rate,
      parameters,
      seed: flags.seed,
      ...(pause !== undefined && { pause }),
      ...made,
    })
  }
  // Each round has a seed of its own, or they would all put their faults at the same moments.
  const rounds = Array.from({ length: flags.repeat }, (_, round) =>
    plan.map(it => ({ ...it, seed: flags.seed + round })),
  ).flat()
  const { runAll } = await import('../scenario/run-planned.ts')
  const options = (it: Planned & { seed: number }) => ({ ...prepared.get(it.scenario.subject)!, seed: it.seed })
  return runAll(rounds, flags.parallel, it => one(it, flags, options(it), signal), signal)
}

const bySubject = (plan: readonly Planned[]): Planned[][] => [...Map.groupBy(plan, it => it.scenario.subject).values()]

/** What runs of one subject need. */
function requirementsOf(plan: readonly Planned[], flags: RunFlags): Requirements {
  const { subject } = plan[0]!.scenario
  const signals = plan.flatMap(it => signalsOfRun(subject.signals, it.scenario.signals, flags.parameters))
  const places = plan.flatMap(({ scenario }) => Object.values(scenario.places ?? {}).map(p => p.provider))
  const ofSignals = signals.flatMap(s => s.needs ?? []).map(tool => (typeof tool === 'string' ? tools[tool] : tool))
  const programs = [...new Set([...ofSignals, ...toolsBeside(flags.provider, places, subject.program.tool)])]
  return { subject, programs, storage: storageOf(plan, flags) }
}

/** One place serves all runs of a command: an S3 server where one of the scenarios wants it. */
const storageOf = (plan: readonly Planned[], { storage }: RunFlags): 'filesystem' | 's3' =>
  storage === 'auto' ? (plan.find(it => it.scenario.storage)?.scenario.storage ?? 'filesystem') : storage

async function one(it: Planned, flags: RunFlags, options: RunOptions, signal: AbortSignal): Promise<Ran> {
  const { namesOf } = await import('./results.ts')
  const { scenario, control, details } = namesOf(it)
  const name = [scenario, control].filter(Boolean).join('/') + details
  const line = statusLine(process.stdout, { json: flags.json, ...(flags.parallel > 1 && { label: name }) })
  if (flags.parallel === 1 && !flags.json)
    process.stdout.write(`\n${name}: ${it.control?.description ?? it.scenario.title}\n`)
  const { runOne } = await import('../scenario/run-planned.ts')
  const result = await runOne(it, options, report => tell(line, report), signal, untilEnter(signal))
  if (!signal.aborted) {
    const report = relative('', join(result.folder, 'report.html'))
    const text = flags.json
      ? verdictLine(result.verdict, report)
      : `\n${verdictText(result.verdict, report, coloursOf(process.stdout))}`
    process.stdout.write(text + metricsText(result, flags.json))
  }
  return result
}

/** Where the metrics of a run are, and how much of the disk they take. */
function metricsText({ folder, metrics }: Ran, json: boolean): string {
  if (metrics === undefined) return ''
  const run = relative('', folder)
  if (json) return `${JSON.stringify({ type: 'metrics', run, bytes: metrics })}\n`
  return `  metrics ${bytes(metrics)}: ${INVOCATION} metrics ${run}\n`
}

function tell(line: ReturnType<typeof statusLine>, report: Report): void {
  if (report.type === 'begin') line.begin(report.step)
  if (report.type === 'progress') line.progress(report.text)
  if (report.type === 'end') line.end(report.ok, report.detail)
}
