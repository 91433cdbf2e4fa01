import type { Assertion, AssertionEvent } from '../history/assertion.ts'
import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { Machine } from './disturbances.ts'
import { clock, during } from './explain.ts'
import { starvedBefore } from './starved.ts'
import type { TimelineFault, TimelineStep } from './timeline.ts'
import { shownLabels, shownValue, type Violation } from './violation.ts'

/** What decides whether an assertion is judged. */
export interface Seen {
  run: RunInfo
  events: readonly HistoryEvent[]
  machine: Machine
  faults: readonly TimelineFault[]
  steps: readonly TimelineStep[]
}

/** Milliseconds that a scrape may be old when it is asked for. */
const SCRAPE = 1000
/** Milliseconds after a fault's proved recovery in which it is felt still, where its objectives say no other tail. */
const TAIL = 2000

/** A time in which an assertion is not judged, ms. */
interface Pardon {
  from: number
  to: number
}

/**
 * Faults with their tails, and steps that may lose pods or demand less of a path that the assertion is like. An answer counts where nothing that it looks back
 * at lies in one of them.
 */
function pardonsOf({ paths }: Assertion, { run, events, faults, steps }: Seen): Pardon[] {
  const { objectives } = run
  const mayDie = new Set(events.flatMap(e => (e.type === 'step' && e.mayDie ? [e.step] : [])))
  return [
    ...faults.map(f => ({ from: f.from, to: f.to + Math.max(TAIL, objectives.faults[f.kind]?.tail ?? 0) })),
    ...steps.flatMap(({ step, from, to }) => {
      const own = objectives.steps[step]
      const less = own !== undefined && paths.some(path => own.paths[path] !== undefined)
      return less || mayDie.has(step) ? [{ from, to: to + (own?.tail ?? 0) }] : []
    }),
  ]
}

/** Whether an assertion is judged at a moment. */
function judgedAt(assertion: Assertion, { window = 0 }: AssertionEvent, seen: Seen): (at: number) => boolean {
  const pardons = pardonsOf(assertion, seen)
  return at => !pardons.some(p => p.from <= at && at - window - SCRAPE < p.to)
}

/** Milliseconds of the time that was asked for in which an assertion is judged. */
export function judgedTime(assertion: Assertion, answer: AssertionEvent, seen: Seen): number {
  const { from, to, step = SCRAPE, moments } = answer
  const isJudged = judgedAt(assertion, answer, seen)
  let judged = 0
  for (let at = from; at <= to; at += step) if (isJudged(at)) judged++
  return Math.min(judged, moments) * step
}

/** The times in which pods were being stopped: what they break off then is no failure of theirs. */
function endsOf(events: readonly HistoryEvent[]): (Pardon & { pod: string })[] {
  const pods = events.filter(e => e.type === 'pod')
  return pods
    .filter(e => e.phase === 'stopping')
    .map(({ pod, at }) => ({
      pod,
      from: at,
      to: pods.find(e => e.pod === pod && e.at > at && e.phase !== 'stopping')?.at ?? Infinity,
    }))
}

/** Each series that was beyond a constant bound outside of those times, at each stretch of moments. */
export function beyondBound(assertion: Assertion, most: number, answer: AssertionEvent, seen: Seen): Violation[] {
  const { window = 0, step = SCRAPE, expr } = answer
  const isJudged = judgedAt(assertion, answer, seen)
  const when = during(seen.events)
  const ends = endsOf(seen.events)
  return answer.beyond.flatMap(({ labels, points }) => {
    const isEnding = (at: number) => ends.some(e => e.pod === labels.pod && e.from <= at && at - window - SCRAPE < e.to)
    const tenant = assertion.tenant === undefined ? undefined : labels[assertion.tenant]
    if (tenant !== undefined && seen.run.roles[tenant]?.expectsLimits) return []
    const own = points.filter(([at]) => isJudged(at) && !isEnding(at))
    return stretches(own, step + window).map((stretch): Violation => {
      const [from, to] = [stretch[0]![0], stretch.at(-1)![0]]
      const value = stretch.reduce((greatest, [, v]) => Math.max(greatest, v), -Infinity)
      const late = starvedBefore(to, seen.machine)
      return {
        kind: 'assertion',
        text: `${assertion.id} (${assertion.asserts}): ${shownValue(value)}, expected at most ${shownValue(most)}${shownLabels(labels)}, from ${clock(from)} on; ${when(from - window, to)}; ${expr}`,
        from,
        to,
        ...(tenant !== undefined && { tenant }),
        ...(late !== undefined && { doubt: late }),
        data: { assertion: assertion.id, value, bound: most },
      }
    })
  })
}

/** Moments that follow one another, none further apart than this (ms). */
function stretches(points: readonly [number, number][], apart: number): [number, number][][] {
  const all: [number, number][][] = []
  for (const point of points) {
    const last = all.at(-1)
    if (last && point[0] - last.at(-1)![0] <= apart) last.push(point)
    else all.push([point])
  }
  return all
}
