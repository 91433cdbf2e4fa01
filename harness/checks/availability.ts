import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run.ts'
import { type Evidence, type Finding, type Verdict, worst } from '../history/verdict.ts'
import { describer } from './availability-evidence.ts'
import { UNFIT, undisturbedUntil } from './baseline.ts'
import { capped, count, counted, span } from './explain.ts'
import { type Lane, lanesOf } from './operations.ts'
import { lengthOf, type Outlook, outlookOf } from './outlook.ts'
import { retried } from './retries.ts'
import { slowStreams } from './slow-streams.ts'
import { starvedFor } from './starvation.ts'
import { greatest } from './statistics.ts'
import { gapsOf, type Instrument } from './windows.ts'

/**
 * Did every path serve every tenant all the time? invalid: a window of downtime longer than allowed (windows.ts says how it is
 * measured), a stripe that is slow all the time (slow-streams.ts), or failed operations beyond `budget.errorRatio`. unknown: no operation at all, or nobody could look for too long or too
 * often (outlook.ts; shorter and fewer such times are told as the resolution), or it did not do so before anything was done (baseline.ts).
 */
export function availability(run: RunInfo, events: readonly HistoryEvent[]): Finding {
  const lanes = lanesOf(run, events)
  const paths = new Set(lanes.map(({ path }) => path))
  const instruments = new Map([...paths].map(path => [path, instrumentOf(path, lanes, events)]))
  const outlooks = lanes.map(lane => outlookOf(run, lane, instruments.get(lane.path)!))
  const describe = describer(run, events)
  const evidence = outlooks
    .flatMap(outlook => evidenceOf(run, outlook, describe))
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))
  const baseline = undisturbedUntil(run, events)
  const unfit = outlooks.some(outlook => failedBefore(baseline, outlook))
  const verdictOf = ({ kind }: Evidence): Verdict => (kind === 'blind' || unfit ? 'unknown' : 'invalid')
  return {
    check: 'availability',
    verdict: worst(outlooks.map((): Verdict => 'valid').concat(evidence.map(verdictOf))),
    summary:
      outlooks.length === 0
        ? 'no operation was made'
        : summaryOf(run, outlooks, evidence) + (unfit && evidence.length > 0 ? UNFIT : ''),
    evidence: capped(evidence),
  }
}

const failedBefore = (moment: number, { lane, down }: Outlook): boolean =>
  down.some(w => w.to <= moment) || lane.operations.some(o => !o.ok && o.end <= moment)

/** Proof before doubt. */
const kinds = ['window', 'errors', 'slow', 'blind']

/** A report on the event loop covers the time since the one before it. */
export function instrumentOf(path: Lane['path'], lanes: readonly Lane[], events: readonly HistoryEvent[]): Instrument {
  const reports = events.filter(e => e.type === 'harness')
  return {
    late: reports.map(({ at, delay }, i) => ({
      from: reports[i - 1]?.at ?? at - Math.max(1000, delay),
      to: at,
      ms: delay,
    })),
    starved: starvedFor(
      path,
      events.filter(e => e.type === 'starved'),
      lanes,
    ),
  }
}

/** Windows of downtime, failures outside of them, and times in which nobody could tell. */
export function evidenceOf(run: RunInfo, outlook: Outlook, describe: ReturnType<typeof describer>): Evidence[] {
  const { lane, allowed, down, blind, sparse } = outlook
  const failed = lane.operations.filter(o => !o.ok)
  const inWindows = new Set(down.flatMap(w => w.failed))
  const stray = failed.filter(o => !inWindows.has(o))
  const tooMany = failed.length > run.budget.errorRatio * lane.operations.length
  return [
    ...down.map(w => describe.window(lane, w, allowed)),
    ...(tooMany && stray.length > 0 ? [describe.errors(lane, stray)] : []),
    ...slowStreams(lane, allowed).map(slow => describe.slow(slow, allowed)),
    ...(sparse ? [describe.sparse(lane, allowed)] : blind.map(w => describe.blind(lane, w, allowed))),
  ]
}

function summaryOf(run: RunInfo, outlooks: readonly Outlook[], evidence: readonly Evidence[]): string {
  const windows = evidence.filter(e => e.kind === 'window').length
  const blind = evidence.filter(e => e.kind === 'blind').length
  const slow = evidence.filter(e => e.kind === 'slow').length
  const bounds = [...new Map(outlooks.map(o => [o.lane.path, o.allowed]))].map(([path, ms]) => `${path} ${span(ms)}`)
  const operations = outlooks.flatMap(o => o.lane.operations)
  const views = outlooks.map(o => retried(o.lane.operations))
  const never = views.reduce((sum, v) => sum + v.never, 0)
  return [
    `${counted(windows, 'window')} of downtime beyond what is allowed (${bounds.join(', ')})`,
    ...(slow > 0 ? [`${counted(slow, 'stripe')} slower than that by the median`] : []),
    `longest time between successes ${longestGap(run, outlooks)}`,
    `${count(operations.filter(o => !o.ok).length)} of ${counted(operations.length, 'operation')} failed`,
    `with retries ${never === 0 ? 'each succeeded' : `${count(never)} never succeeded, the rest`} within ${span(Math.max(...views.map(v => v.longest)))}`,
    ...resolution(outlooks),
    ...(blind > 0 ? [`${counted(blind, 'time')} in which nobody looked closely enough`] : []),
  ].join('; ')
}

/** Zero comes with its resolution: it is coarser where the machine had no CPU for what was to be measured. */
function resolution(outlooks: readonly Outlook[]): string[] {
  const blurred = outlooks.filter(o => !o.sparse).flatMap(o => o.blurred)
  if (blurred.length === 0) return []
  return [
    `${counted(blurred.length, 'time')} up to ${span(greatest(blurred, lengthOf))} blurred by the harness or its machine`,
  ]
}

function longestGap(run: RunInfo, outlooks: readonly Outlook[]): string {
  const longest = outlooks.map(({ lane }) => ({ lane, ms: greatest(gapsOf(lane.operations), lengthOf) }))
  const { lane, ms } = longest.reduce((a, b) => (b.ms > a.ms ? b : a))
  return `${span(ms)} (${lane.path} of ${run.dataset.tenants[lane.tenant]})`
}
