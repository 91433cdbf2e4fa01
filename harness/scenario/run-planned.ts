import { existsSync } from 'node:fs'
import { mkdir, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { flagsOf } from '../cluster/provider-config.ts'
import { defaultOf, type Parameters } from '../load/parameter.ts'
import { MEASURED_CORES, usualRate } from '../load/usual-rate.ts'
import { keptMetricsIn } from '../observer/kept-metrics.ts'
import { freeBytes, RUN_SPACE } from '../toolchain/host.ts'
import { systemClock } from '../util/clock.ts'
import { UsageError } from '../util/errors.ts'
import { INVOCATION } from '../util/invocation.ts'
import { isOurs } from './catalogue.ts'
import { describeSettings } from './describe-settings.ts'
import { type Kept, launch, type OnPause } from './launch.ts'
import { judgeRunFolder } from './outcome.ts'
import type { Subject } from './subject.ts'
import { cameOutOf, type Planned, type Ran } from './suite.ts'
import type { Plan, Report } from './worker-messages.ts'

/** What is the same for all runs of one command. */
export interface RunOptions
  extends Kept,
    Omit<Plan, 'id' | 'file' | 'control' | 'variant' | 'faults' | 'folder' | 'scratch' | 'command'> {
  /** The folder that gets a folder for every run. */
  runs: string
}

/**
 * Carries out one run and judges it.
 * @throws UsageError for what the user can mend: no space, no free addresses, a binary that does not start. Nothing is left then.
 */
export async function runOne(
  it: Planned,
  options: RunOptions,
  onReport: (report: Report) => void,
  signal: AbortSignal,
  onPause: OnPause,
): Promise<Ran> {
  const { runs, keep, metrics, ...rest } = options
  const begin = systemClock.now()
  const id = runId(it, begin)
  const folder = resolve(runs, id)
  await prepare(runs, folder)
  const plan = {
    ...rest,
    id,
    file: it.file,
    folder,
    command: commandOf(it, options),
    ...(it.control && { control: it.control.id }),
    ...(it.variant !== undefined && { variant: it.variant }),
    faults: (it.faults ?? []).map(f => f.text),
  }
  let kept: number
  try {
    const { brokeOff, metrics: bytes } = await launch(plan, { keep, metrics }, onReport, signal, onPause)
    kept = bytes
    if (brokeOff !== undefined) tellBreak(folder, brokeOff, onReport)
  } catch (thrown) {
    if (thrown instanceof UsageError) await rm(folder, { recursive: true, force: true })
    throw thrown
  }
  await describeSettings(folder, it.scenario.subject)
  await point(runs, folder)
  const verdict = await judgeRunFolder(folder, it.scenario.subject, it.control)
  const seconds = (systemClock.now() - begin) / 1000
  const ran: Ran = { outcome: 'ran', planned: it, folder, seconds, verdict }
  if (metrics === 'unexpected' && cameOutOf(ran) === 'as expected') {
    await rm(keptMetricsIn(folder), { recursive: true, force: true })
    return ran
  }
  return kept > 0 ? { ...ran, metrics: kept } : ran
}

/** The verdict is unknown then, since the history has no end; the reason is told beside it. @throws Error when there is nothing to judge. */
function tellBreak(folder: string, brokeOff: string, onReport: (report: Report) => void): void {
  if (!existsSync(join(folder, 'run.json'))) throw new Error(brokeOff)
  onReport({ type: 'begin', step: 'carry out the run' })
  onReport({ type: 'end', step: 'carry out the run', ok: false, detail: brokeOff })
}

const runId = ({ scenario, control }: Planned, at: number): string => {
  const time = new Date(at).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
  const salt = Math.random().toString(36).slice(2, 6)
  return [scenario.id, control?.id, time, salt].filter(Boolean).join('-')
}

async function prepare(runs: string, folder: string): Promise<void> {
  try {
    await makeFolder(folder)
    const free = await freeBytes(folder)
    if (free < RUN_SPACE) {
      await rm(folder, { recursive: true, force: true })
      throw new UsageError(
        `${(free / 1e9).toFixed(1)} GB free in ${runs}, a run needs ${RUN_SPACE / 1e9}`,
        'make room, or give another folder with --runs',
      )
    }
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown
    throw new UsageError(
      `${folder} can not be made (${(thrown as Error).message})`,
      'give a folder that can be written with --runs',
    )
  }
}

/** Makes a folder and those above it. Node's own `recursive` never returns where a folder can not be made at all, as in /proc. */
async function makeFolder(folder: string): Promise<void> {
  const make = () =>
    mkdir(folder).catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== 'EEXIST') throw thrown
    })
  await make().catch(async (thrown: NodeJS.ErrnoException) => {
    if (thrown.code !== 'ENOENT' || dirname(folder) === folder) throw thrown
    await makeFolder(dirname(folder))
    await make()
  })
}

/** runs/latest is the last run. */
async function point(runs: string, folder: string): Promise<void> {
  const link = join(runs, 'latest')
  await rm(link, { force: true })
  await symlink(basename(folder), link).catch((thrown: NodeJS.ErrnoException) => {
    // Another run that ended in this moment was quicker.
    if (thrown.code !== 'EEXIST') throw thrown
  })
}

/** The command that repeats a run. */
function commandOf({ scenario, control, variant, faults = [], file }: Planned, options: RunOptions): string {
  const what = isOurs(file) ? scenario.id : file
  return [
    `${INVOCATION} run`,
    what,
    control && `--control ${control.id}`,
    variant !== undefined && `--variant ${variant}`,
    ...faults.map(({ text }) => `--fault ${quoted(text)}`),
    `--seed ${options.seed}`,
    options.pace === 'real' && '--pace real',
    options.load === 'light' && '--load light',
    options.rate !== usualRate(MEASURED_CORES) && `--rate ${options.rate}`,
    ...flagsOf(options.providerConfig),
    ...parameterFlags(scenario.subject, options.parameters),
  ]
    .filter(Boolean)
    .join(' ')
}

/** Parameters of signals that are not as they are by default. */
const parameterFlags = ({ signals }: Subject, values: Parameters): string[] =>
  signals
    .flatMap(s => s.parameters ?? [])
    .filter(parameter => (values[parameter.flag] ?? defaultOf(parameter)) !== defaultOf(parameter))
    .map(({ flag, kind }) => (kind === 'switch' ? `--${flag}` : `--${flag} ${values[flag]}`))

/** As a shell takes it for one word. */
const quoted = (text: string): string => (/^[\w@:.,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** Runs one after the other, or some side by side; stops starting new ones once the signal fires. */
export async function runAll<T extends Planned>(
  plan: readonly T[],
  parallel: number,
  one: (it: T) => Promise<Ran>,
  signal: AbortSignal,
): Promise<Ran[]> {
  const results: Ran[] = []
  const queue = plan.entries()
  const lane = async () => {
    // The iterator is shared: every run goes to one lane.
    for (const [index, it] of queue) {
      if (signal.aborted) return
      results[index] = await one(it)
    }
  }
  await Promise.all(Array.from({ length: parallel }, lane))
  return results
}
