import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { startReaper } from '../cluster/process/reaper.ts'
import { openOuter } from '../cluster/relay.ts'
import { enclosed } from '../cluster/start.ts'
import { keepMetrics } from '../observer/kept-metrics.ts'
import { compiledFolder } from '../util/cache-folder.ts'
import { reason, UsageError } from '../util/errors.ts'
import { searchable } from '../util/search-path.ts'
import { sibling } from '../util/sibling.ts'
import { type Plan, Report } from './worker-messages.ts'

const worker = sibling(import.meta.url, './worker')

/** Milliseconds that a run has to put things away once it was told to stop. */
const FAREWELL = 30_000

type Paused = Extract<Report, { type: 'paused' }>

/** Told where what a paused run has can be reached; resolves when the run shall go on. */
export type OnPause = (where: string, asked: readonly { name: string; path: string; port: number }[]) => Promise<void>

async function paused(
  { where, reachable }: Paused,
  scratch: string,
  relays: AsyncDisposableStack,
  onPause: OnPause,
): Promise<void> {
  const { ports } = relays.use(await openOuter(scratch, reachable))
  await onPause(
    where,
    reachable.map(({ name, path }, i) => ({ name, path, port: ports[i]! })),
  )
}

/** What of a run's scratch folder goes to its own folder before it is deleted. */
export interface Kept {
  /** The volumes, the bucket and the observer's data. */
  keep: boolean
  /** The observer's TSDB: of every run, or of those that do not come out as expected. */
  metrics: 'never' | 'always' | 'unexpected'
}

/**
 * Carries out a run in a process of its own (in namespaces of its own where the plan says so), and returns when nothing of it is left but
 * its folder. Whatever happens to this process, the run's reaper sees to the same.
 * @param kept what is moved or copied into the run's folder before it is deleted. Metrics that are kept at all are: how the run came out is not known yet.
 * @param onReport told each step as it happens.
 * @throws UsageError when the run could not be carried out for a reason the user can mend.
 * @returns how it ended: completed, or the reason why it broke off; and bytes of metrics that were kept.
 */
export async function launch(
  plan: Omit<Plan, 'scratch'>,
  { keep, metrics }: Kept,
  onReport: (report: Report) => void,
  signal: AbortSignal,
  onPause: OnPause,
): Promise<{ brokeOff?: string; metrics: number }> {
  const reaper = await startReaper(plan.id)
  // What was printed leads somewhere as long as the run lasts.
  await using relays = new AsyncDisposableStack()
  try {
    const [program, ...args] = enclosed(plan.providerConfig, [
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      worker,
    ])
    const child = spawn(program!, args, {
      // A terminal's Ctrl-C goes to the foreground process group; the run must hear it from us, so that it ends in good order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Compiled code is kept: starting the run's processes cold costs as much as seconds of load.
      env: { ...searchable(), NODE_COMPILE_CACHE: compiledFolder(), ...reaper.env },
    })
    const log = createWriteStream(join(plan.folder, 'harness.log'))
    child.stdout!.pipe(log, { end: false })
    child.stderr!.pipe(log, { end: false })

    const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
    let end: Report | undefined
    child.on('message', message => {
      const report = Report.parse(message)
      if (report.type === 'usage' || report.type === 'failed') end = report
      else if (report.type === 'paused') {
        void paused(report, reaper.scratch, relays, onPause)
          .catch(thrown => onReport({ type: 'progress', text: reason(thrown) }))
          .finally(() => child.connected && child.send('go on'))
      } else onReport(report)
    })
    child.once('error', () => {})
    const stop = () => {
      if (child.connected) child.send('stop')
      setTimeout(() => child.kill('SIGKILL'), FAREWELL).unref()
    }
    signal.addEventListener('abort', stop, { once: true })
    child.send({ ...plan, scratch: reaper.scratch } satisfies Plan)
    if (signal.aborted) stop()
    const [code, killed] = await exited
    signal.removeEventListener('abort', stop)
    log.end()
    // Copied first: the metrics are moved.
    if (keep) await cp(reaper.scratch, join(plan.folder, 'data'), { recursive: true })
    if (end?.type === 'usage') throw new UsageError(end.what, end.fix)
    const bytes = metrics === 'never' ? 0 : await keepMetrics(reaper.scratch, plan.folder)
    if (end?.type === 'failed') return { brokeOff: end.what, metrics: bytes }
    return code === 0
      ? { metrics: bytes }
      : {
          metrics: bytes,
          brokeOff: `the run's process ended with ${killed ?? `exit code ${code}`}; see ${join(plan.folder, 'harness.log')}`,
        }
  } finally {
    await reaper.finish()
  }
}
