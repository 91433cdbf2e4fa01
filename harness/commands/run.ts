import { basename, join, relative } from 'node:path'
import { verdictLine, verdictText } from '../report/console.ts'
import { coloursOf, statusLine } from '../report/status-line.ts'
import { select } from '../scenario/catalogue.ts'
import { companionsOf } from '../scenario/companions.ts'
import type { Report } from '../scenario/messages.ts'
import { separate } from '../scenario/needs.ts'
import { type RunOptions, runAll, runOne } from '../scenario/run.ts'
import { exitOf, type Planned, planned, type Ran } from '../scenario/suite.ts'
import { UsageError } from '../util/errors.ts'
import { INVOCATION } from '../util/invocation.ts'
import { tellMatrices } from './matrix.ts'
import type { RunFlags } from './options.ts'
import { type Place, placeOf } from './place.ts'
import { tellRecords } from './record.ts'
import { namesOf, tellResults } from './results.ts'

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
  const place = await placeOf(flags, signal)
  const { runnable, notRun } = separate(plan, place.lacks)
  const readStore = flags.readStore || chosen.includes('nightly')
  // Nothing is looked for where nothing can be run.
  const ran = runnable.length === 0 ? [] : await runThese(runnable, place, { ...flags, readStore }, signal)
  signal.throwIfAborted()
  tellResults([...ran, ...notRun], flags.json)
  const folders = ran.map(r => r.folder)
  if (flags.repeat > 1) await tellRecords(folders, flags.json)
  const combined = ran.filter(r => r.planned.mustHold !== undefined).map(r => basename(r.folder))
  if (combined.length > 0) await tellMatrices(flags.runs, combined, flags.json)
  return exitOf([...ran, ...notRun])
}

async function runThese(plan: readonly Planned[], place: Place, flags: RunFlags, signal: AbortSignal): Promise<Ran[]> {
  const { runs, keep, pace, load, k6Rate, readStore } = flags
  // Tools first, so that nothing is half-started when one is missing.
  const companions = plan.flatMap(({ scenario }) => companionsOf(scenario, flags))
  const programs = [...new Set(companions.flatMap(c => c.needs ?? []))]
  const prepared = await place.prepare(programs, storageOf(plan, flags))
  const options = { runs, keep, pace, load, k6Rate, readStore, ...prepared }
  // Each round has a seed of its own, or they would all put their faults at the same moments.
  const rounds = Array.from({ length: flags.repeat }, (_, round) =>
    plan.map(it => ({ ...it, seed: flags.seed + round })),
  ).flat()
  return runAll(rounds, flags.parallel, it => one(it, flags, { ...options, seed: it.seed }, signal), signal)
}

/** One place serves all runs of a command: an S3 server where one of the scenarios wants it. */
const storageOf = (plan: readonly Planned[], { storage }: RunFlags): 'filesystem' | 's3' =>
  storage === 'auto' ? (plan.find(it => it.scenario.storage)?.scenario.storage ?? 'filesystem') : storage

async function one(it: Planned, flags: RunFlags, options: RunOptions, signal: AbortSignal): Promise<Ran> {
  const { scenario, control, variant } = namesOf(it)
  const name = [scenario, control].filter(Boolean).join('/') + variant
  const line = statusLine(process.stdout, { json: flags.json, ...(flags.parallel > 1 && { label: name }) })
  if (flags.parallel === 1 && !flags.json) process.stdout.write(`\n${name}: ${it.control?.says ?? it.scenario.title}\n`)
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
