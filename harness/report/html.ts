import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import { type Signal, streamsOf } from '../history/signal.ts'
import type { VerdictFile } from '../history/verdict.ts'
import { type Detail, details } from './html/detail.ts'
import { findings, shownEvidence } from './html/findings.ts'
import { header } from './html/header.ts'
import { lanesOf } from './html/lane-rows.ts'
import { json, markup } from './html/markup.ts'
import { page } from './html/page.ts'
import { type Recorded, recorded } from './html/recorded.ts'
import { scaleOf } from './html/scale.ts'
import { shownLogs } from './html/shown-logs.ts'
import { tables } from './html/tables.ts'
import { timeline } from './html/timeline-view.ts'
import type { PodLogs } from './pod-logs.ts'
import { detailsOf } from './run-name.ts'

/** Bytes of UTF-8 that a report never exceeds. */
export const MAX_BYTES = 3_000_000

/**
 * report.html: one file that opens offline, without any request. Verdict and reasons, findings with links into the timeline,
 * the timeline, and the same as tables. A run that is too big for `MAX_BYTES` is drawn in less detail, and the report says so.
 * @param logs of the pods that evidence names; their lines are shown with it
 * @throws Error when even the least detail does not fit.
 */
export function htmlReport(
  run: RunInfo,
  verdict: VerdictFile,
  events: readonly HistoryEvent[],
  signals: readonly Signal[],
  logs: PodLogs = new Map(),
): string {
  const sorted = recorded(events)
  for (const detail of details) {
    const report = drawn(run, verdict, events, signals, { sorted, logs, detail })
    if (Buffer.byteLength(report) <= MAX_BYTES) return report
  }
  throw new Error(`the report of ${run.id} does not fit into ${MAX_BYTES} bytes in any detail`)
}

function drawn(
  run: RunInfo,
  verdict: VerdictFile,
  events: readonly HistoryEvent[],
  signals: readonly Signal[],
  { sorted, logs, detail }: { sorted: Recorded; logs: PodLogs; detail: Detail },
): string {
  const scale = scaleOf(run, events, detail.buckets)
  const lines = shownLogs(shownEvidence(verdict, detail), logs, detail.logs)
  const body = markup`${header(
    run,
    verdict,
    sorted,
    signals.flatMap(signal => signal.facts?.(run) ?? []),
    (sorted.end.at(-1)?.at ?? scale.to) - run.startedAt,
  )}
${findings(verdict, lines.of, scale, detail)}
${timeline(verdict, sorted, lanesOf(run, events, streamsOf(signals), scale.from, detail.tenants), scale, detail)}
${tables(
  run,
  verdict,
  sorted,
  signals.flatMap(signal => signal.tables?.(events) ?? []),
  scale,
  detail,
)}
${detail !== details[0] && markup`<p class="more">The run is too big to be drawn in full: lists are cut and the timeline is coarser. Everything is in history.ndjson and verdict.json.</p>`}
<script type="application/json" id="logs">${json(lines)}</script>`
  return page(`${verdict.verdict}: ${run.scenario}${detailsOf(run)} · Mimir Gauntlet`, body)
}
