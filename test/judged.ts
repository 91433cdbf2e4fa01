/** What judges and reads runs, for runs of Mimir. */
import * as availabilityCheck from '../harness/checks/availability.ts'
import * as enough from '../harness/checks/coverage.ts'
import * as checks from '../harness/checks/index.ts'
import * as numbers from '../harness/checks/numbers.ts'
import * as streamCoverage from '../harness/checks/stream-coverage.ts'
import type { HistoryEvent } from '../harness/history/events.ts'
import * as read from '../harness/history/read.ts'
import type { RunInfo } from '../harness/history/run-info.ts'
import { streamsOf } from '../harness/history/signal.ts'
import type { VerdictFile } from '../harness/history/verdict.ts'
import { mimir } from '../harness/mimir/mimir.ts'
import * as alertsCheck from '../harness/mimir/signals/alerts/alerts-check.ts'
import * as archiveCheck from '../harness/mimir/signals/archive/archive-check.ts'
import * as rulesCheck from '../harness/mimir/signals/rules/rules-check.ts'
import * as html from '../harness/report/html.ts'
import type { PodLogs } from '../harness/report/pod-logs.ts'

type Events = readonly HistoryEvent[]

export const { signals } = mimir
export const streams = streamsOf(signals)

export const judge = (run: RunInfo, events: Events) => checks.judge(run, events, signals)
export const availability = (run: RunInfo, events: Events) => availabilityCheck.availability(run, events, streams)
export const alerts = (run: RunInfo, events: Events) => alertsCheck.alerts(run, events, streams)
export const rules = (run: RunInfo, events: Events) => rulesCheck.rules(run, events, streams)
export const archive = (run: RunInfo, events: Events) => archiveCheck.archive(run, events, streams)
export const numbersOf = (run: RunInfo, events: Events) => numbers.numbersOf(run, events, signals)
export const coverage = (run: RunInfo, events: Events) => enough.coverage(run, events, signals)
export const readRun = (dir: string) => read.readRun(dir, signals)
export const htmlReport = (run: RunInfo, verdict: VerdictFile, events: Events, logs?: PodLogs) =>
  html.htmlReport(run, verdict, events, signals, logs)

export class StreamCoverage extends streamCoverage.StreamCoverage {
  constructor(run: RunInfo) {
    super(run, streams)
  }
}
