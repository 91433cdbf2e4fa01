import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run.ts'
import type { Stream } from '../history/signal.ts'
import { type Evidence, type Finding, type Verdict, worst } from '../history/verdict.ts'
import { type Describer, describer } from './availability-evidence.ts'
import { capped, count, counted, span } from './explain.ts'
import { moreInPhases, phasesOf, type Stretch, stretchAt } from './objectives.ts'
import { type Lane, lanesOf, type Operation } from './operations.ts'
import { lengthOf, type Outlook, outlookOf } from './outlook.ts'
import { retried } from './retries.ts'
import { slowStreams } from './slow-streams.ts'
import { starvedFor } from './starvation.ts'
import { greatest } from './statistics.ts'
import { steadyUntil, UNFIT } from './steady-state.ts'
import { uncertaintyOf } from './uncertainty.ts'
import { gapsOf, type Instrument } from './windows.ts'

/**
 * Did every path hold its objective for every tenant all the time? invalid: a window of downtime longer than allowed (windows.ts says how it is
 * measured, objectives.ts what is allowed when), a stripe that is slow for a whole phase (slow-streams.ts), or more failed operations than the
 * objective's error ratio. unknown: no operation at all, too much that CPU pressure hides or that nobody observed (outlook.ts; less of it is told as
 * measurement uncertainty), or it did not hold in the steady state (steady-state.ts).
 */
export function availability(run: RunInfo, events: readonly HistoryEvent[], streams: readonly Stream[]): Finding {
  const lanes = lanesOf(run, events, streams)
  const phases = phasesOf(run, events)
  const paths = new Set(lanes.map(({ path }) => path))
  const instruments = new Map([...paths].map(path => [path, instrumentOf(path, lanes, events)]))
  const outlooks = lanes.map(lane => outlookOf(run, phases, lane, instruments.get(lane.path)!))
  const describe = describer(run, events)
  const evidence = outlooks.flatMap(outlook => evidenceOf(outlook, describe)).sort(proofFirst)
  const steady = steadyUntil(run, events)
  const unfit = outlooks.some(outlook => failedBefore(steady, outlook))
  const verdictOf = (it: Evidence): Verdict => (unfit && weightOf(it) === 'invalid' ? 'unknown' : weightOf(it))
  const uncertainty = uncertaintyOf(outlooks, describe)
  return {
    check: 'availability',
    verdict: worst(outlooks.map((): Verdict => 'valid').concat(evidence.map(verdictOf))),
    summary:
      outlooks.length === 0
        ? 'no operation was made'
        : [...summaryOf(run, outlooks, evidence), ...(uncertainty === undefined ? [] : [uncertainty])].join('; ') +
          (unfit && evidence.some(e => weightOf(e) === 'invalid') ? UNFIT : ''),
    ...(uncertainty !== undefined && { uncertainty }),
    evidence: capped(evidence),
  }
}

const failedBefore = (moment: number, { lane, down }: Outlook): boolean =>
  down.some(w => w.to <= moment) || lane.operations.some(o => !o.ok && o.end <= moment)

/** Kinds of evidence and what they come to, in the order in which they are told: proof before doubt. */
const weights: Readonly<Record<string, Verdict>> = {
  window: 'invalid',
  errors: 'invalid',
  slow: 'invalid',
  doubt: 'unknown',
  'under-sampled': 'unknown',
  uncertain: 'valid',
  unobserved: 'valid',
}

/** What a piece of evidence that evidenceOf made comes to. */
export const weightOf = ({ kind }: Evidence): Verdict => weights[kind] ?? 'invalid'

const order = Object.keys(weights)
const proofFirst = (a: Evidence, b: Evidence) => order.indexOf(a.kind) - order.indexOf(b.kind)

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

/** Windows of downtime, failures outside of them, slow stripes, and times in which nobody could tell. */
export function evidenceOf(outlook: Outlook, describe: Describer): Evidence[] {
  const { lane, stretches, down, uncertain, unobserved, doubt, underSampled } = outlook
  const inWindows = new Set(down.flatMap(w => w.failed))
  const stray = tooManyFailed(lane, stretches).filter(o => !inWindows.has(o))
  return [
    ...down.map(w => describe.window(lane, w)),
    ...(stray.length > 0 ? [describe.errors(lane, stray)] : []),
    ...slowStreams(lane, stretches).map(describe.slow),
    ...(underSampled
      ? [describe.underSampled(lane, stretches)]
      : [
          ...(doubt ? [describe.doubt(lane, doubt)] : []),
          ...uncertain.map(w => describe.uncertain(lane, w)),
          ...unobserved.map(w => describe.unobserved(lane, w)),
        ]),
  ]
}

/** The failed operations of each phase in which there were more than its error ratio lets be. */
function tooManyFailed({ operations }: Lane, stretches: readonly Stretch[]): Operation[] {
  const byPhase = Map.groupBy(operations, o => stretchAt(stretches, o.due).phase)
  return [...byPhase.values()].flatMap(own => {
    const failed = own.filter(o => !o.ok)
    return failed.length > stretchAt(stretches, own[0]!.due).objective.errorRatio * own.length ? failed : []
  })
}

function summaryOf(run: RunInfo, outlooks: readonly Outlook[], evidence: readonly Evidence[]): string[] {
  const windows = evidence.filter(e => e.kind === 'window').length
  const slow = evidence.filter(e => e.kind === 'slow').length
  const bounds = [...new Map(outlooks.map(o => [o.lane.path, o.stretches]))].map(bound)
  const operations = outlooks.flatMap(o => o.lane.operations)
  const views = outlooks.map(o => retried(o.lane.operations))
  const never = views.reduce((sum, v) => sum + v.never, 0)
  return [
    `${counted(windows, 'window')} of downtime beyond what is allowed (${bounds.join(', ')})`,
    ...(slow > 0 ? [`${counted(slow, 'stripe')} slower than that by the median`] : []),
    `longest time between successes ${longestGap(run, outlooks)}`,
    `${count(operations.filter(o => !o.ok).length)} of ${counted(operations.length, 'operation')} failed`,
    `with retries ${never === 0 ? 'each succeeded' : `${count(never)} never succeeded, the rest`} within ${span(Math.max(...views.map(v => v.longest)))}`,
  ]
}

/** `writes 200 ms` */
const bound = ([path, stretches]: [string, Stretch[]]): string =>
  `${path} ${span(stretches[0]!.objective.longestGap)}${moreInPhases(stretches)}`

function longestGap(run: RunInfo, outlooks: readonly Outlook[]): string {
  const longest = outlooks.map(({ lane }) => ({ lane, ms: greatest(gapsOf(lane.operations), lengthOf) }))
  const { lane, ms } = longest.reduce((a, b) => (b.ms > a.ms ? b : a))
  return `${span(ms)} (${lane.path} of ${run.tenants[lane.tenant]})`
}
