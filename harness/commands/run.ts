import { join, relative } from 'node:path'
import { toolsBeside } from '../cluster/where.ts'
import { coloursOf } from '../report/colours.ts'
import { verdictLine, verdictText } from '../report/console.ts'
import { statusLine } from '../report/status-line.ts'
import { select } from '../scenario/catalogue.ts'
import { companionsOf } from '../scenario/companions.ts'
import type { Report } from '../scenario/messages.ts'
import { separate } from '../scenario/needs.ts'
import type { RunOptions } from '../scenario/run.ts'
import { exitOf, type Planned, planned, type Ran } from '../scenario/suite.ts'
import type { ToolName } from '../toolchain/tools.ts'
import { UsageError } from '../util/errors.ts'
import { INVOCATION } from '../util/invocation.ts'
import { checkOwn } from './check-own.ts'
import type { RunFlags } from './options.ts'
import type { Place } from './place.ts'

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
    reading: flags.as,
    faults: flags.fault,
    eachStep: flags.faultEachStep,
    declared: chosen.includes('nightly'),
  })
  if (plan.length === 0) {
    throw new UsageError(`nothing to run in ${chosen.join(', ')}`, `\`${INVOCATION} list\` shows what there is`)
  }
  await checkOwn(plan, flags.dry)
  // Loaded on demand, here and below: what is refused before is refused without waiting for it.
  const { placeOf } = await import('./place.ts')
  const place = await placeOf(flags, signal)
  const { runnable, notRun } = separate(plan, place.lacks)
  const { dry, topologiesOf } = await import('./dry.ts')
  await place.check(topologiesOf(runnable, flags))
  if (flags.dry)
    return dry(
      { runnable, notRun },
      place,
      { programs: programsOf(runnable, flags), storage: storageOf(runnable, flags) },
      flags,
    )
  const readStore = flags.readStore || chosen.includes('nightly')
  // Nothing is looked for where nothing can be run.
  const ran = runnable.length === 0 ? [] : await runThese(runnable, place, { ...flags, readStore }, signal)
  signal.throwIfAborted()
  const { tellResults } = await import('./results.ts')
  tellResults([...ran, ...notRun], flags.json)
  const folders = ran.map(r => r.folder)
  if (flags.repeat > 1) {
    const { tellRecords } = await import('./record.ts')
    await tellRecords(folders, flags.json)
  }
  const combined = ran.filter(r => r.planned.mustHold !== undefined).map(r => r.folder)
  if (combined.length > 0) {
    const { tellMatrices } = await import('./matrix.ts')
    await tellMatrices(flags.runs, combined, flags.json)
  }
  return exitOf([...ran, ...notRun])
}

async function runThese(plan: readonly Planned[], place: Place, flags: RunFlags, signal: AbortSignal): Promise<Ran[]> {
  const { runs, keep, pace, load, k6Rate, readStore } = flags
  // Tools first, so that nothing is half-started when one is missing.
  const prepared = await place.prepare(programsOf(plan, flags), storageOf(plan, flags))
  const options = { runs, keep, pace, load, k6Rate, readStore, ...prepared }
  // Each round has a seed of its own, or they would all put their faults at the same moments.
  const rounds = Array.from({ length: flags.repeat }, (_, round) =>
    plan.map(it => ({ ...it, seed: flags.seed + round })),
  ).flat()
  const { runAll } = await import('../scenario/run.ts')
  return runAll(rounds, flags.parallel, it => one(it, flags, { ...options, seed: it.seed }, signal), signal)
}

/** The tools that the runs need besides those of their place. */
const programsOf = (plan: readonly Planned[], flags: RunFlags): ToolName[] => {
  const companions = plan.flatMap(({ scenario }) => companionsOf(scenario, flags)).flatMap(c => c.needs ?? [])
  const places = plan.flatMap(({ scenario }) => Object.values(scenario.places ?? {}).map(p => p.provider))
  return [...new Set([...companions, ...toolsBeside(flags.provider, places)])]
}

/** One place serves all runs of a command: an S3 server where one of the scenarios wants it. */
const storageOf = (plan: readonly Planned[], { storage }: RunFlags): 'filesystem' | 's3' =>
  storage === 'auto' ? (plan.find(it => it.scenario.storage)?.scenario.storage ?? 'filesystem') : storage

async function one(it: Planned, flags: RunFlags, options: RunOptions, signal: AbortSignal): Promise<Ran> {
  const { namesOf } = await import('./results.ts')
  const { scenario, control, variant } = namesOf(it)
  const name = [scenario, control].filter(Boolean).join('/') + variant
  const line = statusLine(process.stdout, { json: flags.json, ...(flags.parallel > 1 && { label: name }) })
  if (flags.parallel === 1 && !flags.json) process.stdout.write(`\n${name}: ${it.control?.says ?? it.scenario.title}\n`)
  const { runOne } = await import('../scenario/run.ts')
  const result = await runOne(it, options, report => tell(line, report), signal)
  if (!signal.aborted) {
    const report = relative('', join(result.folder, 'report.html'))
    const text = flags.json
      ? verdictLine(result.verdict, report)
      : `\n${verdictText(result.verdict, report, coloursOf(process.stdout))}`
    process.stdout.write(text)
  }
  return result
}

function tell(line: ReturnType<typeof statusLine>, report: Report): void {
  if (report.type === 'begin') line.begin(report.step)
  if (report.type === 'progress') line.progress(report.text)
  if (report.type === 'end') line.end(report.ok, report.detail)
}
