import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { Stream } from '../history/signal.ts'
import { type Evidence, type Finding, type Verdict, worst } from '../history/verdict.ts'
import { asUntold, type Describer, describer } from './availability-evidence.ts'
import { instrumentsOf } from './disturbances.ts'
import { count, counted, span } from './explain.ts'
import { type Lane, lanesOf, type Operation } from './lanes.ts'
import { lengthOf, type PathAvailability, pathAvailabilityOf } from './path-availability.ts'
import { moreInPhases, phasesOf, type Stretch, stretchAt } from './phases.ts'
import { retried } from './retries.ts'
import { type SlowStream, slowStreams } from './slow-streams.ts'
import { untoldOf } from './starved.ts'
import { greatest } from './statistics.ts'
import { BEFORE_THE_OPERATION, steadyUntil } from './steady-state.ts'
import { uncertaintyOf } from './uncertainty.ts'
import { gapsOf } from './windows.ts'

/**
 * Did every path hold its objective for every tenant all the time? invalid: a window of downtime longer than allowed (windows.ts says how it is
 * measured, objectives.ts what is allowed when), a stripe that is slow for a whole phase (slow-streams.ts), or more failed operations than the
 * objective's error ratio. unknown: no operation at all, too much that CPU pressure hides or that nobody observed (path-availability.ts; less of it is told as
 * measurement uncertainty), or it did not hold in the steady state (steady-state.ts).
 */
export function availability(run: RunInfo, events: readonly HistoryEvent[], streams: readonly Stream[]): Finding {
  const lanes = lanesOf(run, events, streams)
  const phases = phasesOf(run, events)
  const instruments = instrumentsOf(run, lanes, events)
  const byPath = Map.groupBy(lanes, lane => lane.path)
  const pathAvailabilities = [...byPath].flatMap(([path, own]) => {
    const instrument = instruments(path)
    return own.map(lane => pathAvailabilityOf(run, phases, lane, instrument))
  })
  const describe = describer(run, events)
  const evidence = pathAvailabilities
    .flatMap(pathAvailability => evidenceOf(pathAvailability, describe))
    .sort(proofFirst)
  const steady = steadyUntil(run, events)
  const unfit = pathAvailabilities.some(pathAvailability => failedBefore(steady, pathAvailability))
  const verdictOf = (it: Evidence): Verdict => (unfit && weightOf(it) === 'invalid' ? 'unknown' : weightOf(it))
  const uncertainty = uncertaintyOf(pathAvailabilities, describe)
  return {
    check: 'availability',
    verdict: worst(pathAvailabilities.map((): Verdict => 'valid').concat(evidence.map(verdictOf))),
    summary:
      pathAvailabilities.length === 0
        ? 'no operation was made'
        : [...summaryOf(run, pathAvailabilities, evidence), ...(uncertainty === undefined ? [] : [uncertainty])].join(
            '; ',
          ) + (unfit && evidence.some(e => weightOf(e) === 'invalid') ? BEFORE_THE_OPERATION : ''),
    ...(uncertainty !== undefined && { uncertainty }),
    evidence: evidence,
  }
}

const failedBefore = (moment: number, { lane, down }: PathAvailability): boolean =>
  down.some(w => w.to <= moment) || lane.operations.some(o => !o.ok && o.end <= moment)

/** Kinds of evidence and what they come to, in the order in which they are told: proof before doubt. */
const weights: Readonly<Record<string, Verdict>> = {
  window: 'invalid',
  errors: 'invalid',
  slow: 'invalid',
  untold: 'unknown',
  doubt: 'unknown',
  'under-sampled': 'unknown',
  uncertain: 'valid',
  unobserved: 'valid',
}

/** What a piece of evidence that evidenceOf made comes to. */
export const weightOf = ({ kind }: Evidence): Verdict => weights[kind] ?? 'invalid'

const order = Object.keys(weights)
const proofFirst = (a: Evidence, b: Evidence) => order.indexOf(a.kind) - order.indexOf(b.kind)

/** Windows of downtime, failures outside of them, slow stripes, and times in which nobody could tell. */
export function evidenceOf(pathAvailability: PathAvailability, describe: Describer): Evidence[] {
  const { lane, stretches, down, uncertain, untold, unobserved, doubt, underSampled, instrument } = pathAvailability
  const inWindows = new Set([...down, ...untold].flatMap(w => w.failed))
  return [
    ...down.map(w => describe.window(lane, w)),
    ...strayFailures(tooManyFailed(lane, stretches).filter(o => !inWindows.has(o))),
    ...slowStreams(lane, stretches).map(slow),
    ...(underSampled
      ? [describe.underSampled(lane, stretches)]
      : [
          ...(doubt ? [describe.doubt(lane, doubt)] : []),
          ...untold.map(w => describe.untold(lane, w)),
          ...uncertain.map(w => describe.uncertain(lane, w)),
          ...unobserved.map(w => describe.unobserved(lane, w)),
        ]),
  ]

  function strayFailures(stray: readonly Operation[]): Evidence[] {
    const { untold: excused, because } = untoldOf(stray, instrument)
    const proving = stray.filter(o => !excused.includes(o))
    return [
      ...(proving.length > 0 ? [describe.errors(lane, proving)] : []),
      ...(excused.length > 0 ? [asUntold(describe.errors(lane, excused), because)] : []),
    ]
  }

  /** Slow by no doing of the path where others were slow, too, and without those that the want of CPU may explain fewer than half are late. */
  function slow(stream: SlowStream): Evidence {
    if (stream.alone) return describe.slow(stream)
    const { untold: excused, because } = untoldOf(stream.late, instrument)
    const isUntold = 2 * (stream.late.length - excused.length) < stream.operations
    return isUntold && excused.length > 0 ? asUntold(describe.slow(stream), because) : describe.slow(stream)
  }
}

/** The failed operations of each phase in which there were more than its error ratio lets be. */
export function tooManyFailed({ operations }: Pick<Lane, 'operations'>, stretches: readonly Stretch[]): Operation[] {
  const byStretch = Map.groupBy(operations, stretchOf)
  const byPhase = Map.groupBy([...byStretch], ([stretch]) => stretch.phase)
  return [...byPhase.values()].flatMap(stretchesOfPhase => {
    const own = stretchesOfPhase.flatMap(([, operations]) => operations)
    const failed = own.filter(o => !o.ok)
    return failed.length > stretchesOfPhase[0]![0].objective.errorRatio * own.length ? failed : []
  })

  /** What was in flight when a fault struck is part of the fault, as is what was sent while it lasted. */
  function stretchOf({ due, end }: Operation): Stretch {
    const [begun, ended] = [stretchAt(stretches, due), stretchAt(stretches, end)]
    return ended.objective.errorRatio > begun.objective.errorRatio ? ended : begun
  }
}

function summaryOf(
  run: RunInfo,
  pathAvailabilities: readonly PathAvailability[],
  evidence: readonly Evidence[],
): string[] {
  const windows = evidence.filter(e => e.kind === 'window').length
  const slow = evidence.filter(e => e.kind === 'slow').length
  const bounds = [...new Map(pathAvailabilities.map(o => [o.lane.path, o.stretches]))].map(bound)
  const operations = pathAvailabilities.flatMap(o => o.lane.operations)
  const views = pathAvailabilities.map(o => retried(o.lane.operations))
  const never = views.reduce((sum, v) => sum + v.never, 0)
  return [
    `${counted(windows, 'window')} of downtime beyond what is allowed (${bounds.join('; ')})`,
    ...(slow > 0 ? [`${counted(slow, 'stripe')} slower than that by the median`] : []),
    `longest time between successes ${longestGap(run, pathAvailabilities)}`,
    `${count(operations.filter(o => !o.ok).length)} of ${counted(operations.length, 'operation')} failed`,
    `with retries ${never === 0 ? 'each succeeded' : `${count(never)} never succeeded, the rest`} within ${span(Math.max(...views.map(v => v.longest)))}`,
  ]
}

/** `writes 200 ms` */
const bound = ([path, stretches]: [string, Stretch[]]): string =>
  `${path} ${span(stretches[0]!.objective.longestGap)}${moreInPhases(stretches)}`

function longestGap(run: RunInfo, pathAvailabilities: readonly PathAvailability[]): string {
  const longest = pathAvailabilities.map(({ lane }) => ({ lane, ms: greatest(gapsOf(lane.operations), lengthOf) }))
  const { lane, ms } = longest.reduce((a, b) => (b.ms > a.ms ? b : a))
  return `${span(ms)} (${lane.path} of ${run.tenants[lane.tenant]})`
}
