import { join } from 'node:path'
import { startReaper } from '../cluster/process/reaper.ts'
import type { HistoryEvent } from '../history/events.ts'
import { readRun, readRunFile } from '../history/read.ts'
import { alwaysCopied } from '../observer/copied-metrics.ts'
import { linkMetrics } from '../observer/kept-metrics.ts'
import { askCommand, graphLink, type Stretch } from '../observer/query-links.ts'
import { demandPort, ReplayedPrometheus, replayedData } from '../observer/replayed-prometheus.ts'
import { moment } from '../report/text.ts'
import { scenarioOf } from '../scenario/catalogue.ts'
import type { Subject } from '../scenario/subject.ts'
import { subjectOf } from '../subjects.ts'
import { prometheusUi } from '../toolchain/prometheus-ui.ts'
import { tools } from '../toolchain/tools.ts'
import { UsageError } from '../util/errors.ts'
import { findTools, underLine } from './find.ts'
import type { ToolFlags } from './run-flags.ts'

/** What the user typed behind `metrics`, checked. */
export interface MetricsFlags extends ToolFlags {
  port: number
  /** Have a web interface, and build it where there is none. */
  ui: boolean
}

/**
 * Opens the metrics that a run has kept in a Prometheus that scrapes nothing, and says where its gates and expressions are drawn at the run's time. It returns
 * when the user ends it; nothing of it is left then.
 * @param folder of the run
 * @throws UsageError where there is no run, or it kept no metrics, or they are in use, or the port is; nothing is started then.
 */
export async function metrics(folder: string, flags: MetricsFlags, signal: AbortSignal): Promise<void> {
  const file = await readRunFile(folder)
  const subject = (await scenarioOf(file))?.subject ?? (await subjectOf(file.subject.name))
  const { run, events } = await readRun(folder, subject.signals)
  await demandPort(flags.port)
  const reaper = await startReaper(`metrics-${run.id}-${process.pid}`)
  try {
    await linkMetrics(folder, replayedData(reaper.scratch), run.command)
    const { prometheus } = await findTools([tools.prometheus], flags, signal)
    await using replayed = await underLine('read the metrics', flags, {
      act: () =>
        ReplayedPrometheus.start({
          prometheus: prometheus!.path,
          folder: reaper.scratch,
          port: flags.port,
          env: reaper.env,
        }),
      say: ({ url }) => url,
    })
    const ui = flags.ui && (await withInterface(replayed, flags, signal))
    const { url } = replayed
    const over = { from: run.startedAt, to: lastOf(events) ?? run.startedAt }
    const draw = ui ? graphLink : askCommand
    const lines = expressionsOf(events, subject, over).map(it => `${it.what}\n    ${draw(url, it.expr, it.over)}`)
    process.stdout.write(`\n${lines.join('\n')}\n\n${join(folder, 'metrics')} is at ${url} until Ctrl-C\n`)
    await ended(signal)
  } finally {
    await reaper.finish()
  }
}

/** Sees to it that a Prometheus has a web interface. @returns whether it has; why not was told. */
async function withInterface(on: ReplayedPrometheus, flags: MetricsFlags, signal: AbortSignal): Promise<boolean> {
  if (await on.hasInterface()) return true
  try {
    const built = await underLine('find the web interface', flags, {
      act: onProgress => prometheusUi({ offline: flags.offline, onProgress, signal }),
    })
    await on.serve(built)
    return true
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown
    process.stdout.write(`${thrown.message}; until then the API answers:\n`)
    return false
  }
}

interface Expression {
  what: string
  expr: string
  over: Stretch
}

/** Milliseconds around a gate that are drawn with it. */
const AROUND = 30_000

/** Gates at their time, expressions of documents, and what the report draws, over the whole run. */
function expressionsOf(events: readonly HistoryEvent[], { copied }: Subject, over: Stretch): Expression[] {
  const since = (ms: number) => moment(ms - over.from)
  const gates = events.flatMap((e): Expression[] =>
    e.type === 'gate' && e.phase !== 'waiting'
      ? [
          {
            what: `gate ${e.gate} (${e.wants}) ${e.phase} at ${since(e.at)}${e.seen === undefined ? '' : `: ${e.seen}`}`,
            expr: e.expr,
            over: { from: e.at - AROUND, to: e.at + AROUND },
          },
        ]
      : [],
  )
  const printed = events.flatMap((e): Expression[] =>
    e.type === 'document' && e.refusal === undefined ? [{ what: `printed in ${e.where}`, expr: e.expr, over }] : [],
  )
  const drawn = Object.entries({ ...alwaysCopied, ...copied.metrics }).map(
    ([name, { expr }]): Expression => ({ what: name, expr, over }),
  )
  return [...gates, ...printed, ...drawn]
}

/** When the last step or the run itself ended. */
const lastOf = (events: readonly HistoryEvent[]): number | undefined =>
  events.findLast(e => e.type === 'end' || e.type === 'step')?.at

/** Resolves when the user ends the command. */
const ended = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) return resolve()
    // A process without anything to do would end.
    const busy = setInterval(() => {}, 1 << 30)
    signal.addEventListener('abort', () => {
      clearInterval(busy)
      resolve()
    })
  })
