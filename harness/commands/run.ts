import { basename, join, relative } from 'node:path'
import { type SuiteRow, suiteTable, verdictLine, verdictText } from '../report/console.ts'
import { variantOf } from '../report/run-name.ts'
import { coloursOf, statusLine } from '../report/status-line.ts'
import { select } from '../scenario/catalogue.ts'
import { companionsOf } from '../scenario/companions.ts'
import type { Report } from '../scenario/messages.ts'
import { checkNeeds } from '../scenario/needs.ts'
import type { RunOptions } from '../scenario/run.ts'
import { cameOut, exitOf, type Planned, planned, type Result } from '../scenario/suite.ts'
import { UsageError } from '../util/errors.ts'
import { INVOCATION } from '../util/invocation.ts'
import { checkOwn } from './check-own.ts'
import type { RunFlags } from './options.ts'

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
  const place = await placeOf({ ...flags, storage: storageOf(plan, flags) }, signal)
  const { dry, topologiesOf } = await import('./dry.ts')
  await place.check(topologiesOf(plan, flags))
  const companions = plan.flatMap(({ scenario }) => companionsOf(scenario, flags))
  const programs = [...new Set(companions.flatMap(c => c.needs ?? []))]
  if (flags.dry) return dry(plan, place, programs, flags)
  checkNeeds(plan, place)
  const { runs, keep, pace, load, k6Rate } = flags
  const readStore = flags.readStore || chosen.includes('nightly')
  // Tools first, so that nothing is half-started when one is missing.
  const options = { runs, keep, pace, load, k6Rate, readStore, ...(await place.prepare(programs)) }
  // Each round has a seed of its own, or they would all put their faults at the same moments.
  const rounds = Array.from({ length: flags.repeat }, (_, round) =>
    plan.map(it => ({ ...it, seed: flags.seed + round })),
  ).flat()
  const { runAll } = await import('../scenario/run.ts')
  const results = await runAll(
    rounds,
    flags.parallel,
    it => one(it, flags, { ...options, seed: it.seed }, signal),
    signal,
  )
  signal.throwIfAborted()
  if (results.length > 1 && !flags.json) {
    process.stdout.write(`\n${suiteTable(results.map(row), coloursOf(process.stdout))}`)
  }
  if (flags.repeat > 1) {
    const { tellRecords } = await import('./record.ts')
    await tellRecords(
      results.map(r => r.folder),
      flags.json,
    )
  }
  const combined = results.filter(r => r.planned.mustHold !== undefined).map(r => basename(r.folder))
  if (combined.length > 0) {
    const { tellMatrices } = await import('./matrix.ts')
    await tellMatrices(runs, combined, flags.json)
  }
  return exitOf(results)
}

/** One place serves all runs of a command: an S3 server where one of the scenarios wants it. */
const storageOf = (plan: readonly Planned[], { storage }: RunFlags): 'filesystem' | 's3' =>
  storage === 'auto' ? (plan.find(it => it.scenario.storage)?.scenario.storage ?? 'filesystem') : storage

const row = (result: Result): SuiteRow => ({
  scenario: result.planned.scenario.id,
  control: result.planned.control?.id,
  verdict: result.verdict,
  variant: variantOf({ ...special(result.planned), control: undefined }),
  asDeclared: result.planned.mustHold === false && result.verdict ? undefined : cameOut(result),
  seconds: result.seconds,
})

const special = ({ control, reading, faults = [] }: Planned) => ({
  control: control?.id,
  reading,
  faultsAsked: faults.map(f => f.text),
})

async function one(it: Planned, flags: RunFlags, options: RunOptions, signal: AbortSignal): Promise<Result> {
  const name =
    [it.scenario.id, it.control?.id].filter(Boolean).join('/') + variantOf({ ...special(it), control: undefined })
  const line = statusLine(process.stdout, { json: flags.json, ...(flags.parallel > 1 && { label: name }) })
  if (flags.parallel === 1 && !flags.json) process.stdout.write(`\n${name}: ${it.control?.says ?? it.scenario.title}\n`)
  const { runOne } = await import('../scenario/run.ts')
  const result = await runOne(it, options, report => tell(line, report), signal)
  if (result.verdict && !signal.aborted) {
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
