import { longerThan } from '../../../checks/excludes.ts'
import { clock, counted, span } from '../../../checks/explain.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Evidence, Exclusion, Finding } from '../../../history/verdict.ts'
import { EVALUATION, SCRAPE, SERVER } from '../../ticks-plan.ts'
import { readingsOf } from './ticks-check.ts'

/** Two evaluations further apart than this have lost one between them, ms. */
const APART = 2.5 * EVALUATION

/** After a start: the first scrape, the first evaluation, and what a restored alert waits for at least (the grace period of the fast profile), ms. */
const SETTLED = SCRAPE + 2 * EVALUATION + 4000

/** A time in which a server was away: from its stop until it may be asked to do its work again. */
interface Away {
  from: number
  to: number
}

/** When each server was told to stop, and when the next was ready. */
function awayIn(events: readonly HistoryEvent[]): Away[] {
  const pods = events.filter(e => e.type === 'pod').filter(e => e.pod.endsWith(SERVER))
  return pods
    .filter(e => e.phase === 'stopping' || e.phase === 'killed' || e.phase === 'died')
    .map(stop => ({
      from: stop.at - APART,
      to: (pods.find(e => e.phase === 'ready' && e.at > stop.at)?.at ?? Number.POSITIVE_INFINITY) + SETTLED,
    }))
}

/**
 * Are rules evaluated, and does the alert that fired before the move fire after it, active since the same moment? invalid: evaluations are missing while no
 * server was being stopped or started, the alert has begun anew, or does not fire any more. unknown: nothing was read of it.
 */
export function evaluationsCheck(_run: RunInfo, events: readonly HistoryEvent[]): Finding {
  const last = readingsOf(events).findLast(r => r.served !== undefined && r.moment !== 'stopped')
  if (!last?.served || last.served.recorded.length === 0 || last.served.active.length === 0)
    return { check: 'evaluations', verdict: 'unknown', summary: 'no evaluation was read after the move', evidence: [] }
  const { recorded, active, firing } = last.served
  const away = awayIn(events)
  const isAway = (from: number, to: number) => away.some(a => a.from <= to && a.to >= from)
  const lost = gapsIn(recorded).filter(([from, to]) => !isAway(from, to))
  const since = [...new Set(active.map(([, value]) => value))]
  const silent = gapsIn(firing).filter(([from, to]) => !isAway(from, to))
  const end = last.at
  const fires = firing.length > 0 && end - firing.at(-1)! < APART
  const evidence: Evidence[] = [
    ...lost.map(
      ([from, to]): Evidence => ({
        kind: 'evaluations',
        text: `no evaluation from ${clock(from)} to ${clock(to)}`,
        from,
        to,
      }),
    ),
    ...silent.map(
      ([from, to]): Evidence => ({
        kind: 'silent',
        text: `the alert did not fire from ${clock(from)} to ${clock(to)}`,
        from,
        to,
      }),
    ),
    ...(since.length > 1
      ? [
          {
            kind: 'anew',
            text: `the alert was active since ${since.map(clock).join(', then since ')}: its time began anew`,
          },
        ]
      : []),
    ...(fires ? [] : [{ kind: 'silent', text: `the alert does not fire when it is read at ${clock(end)}` }]),
  ]
  return {
    check: 'evaluations',
    verdict: evidence.length > 0 ? 'invalid' : 'valid',
    summary: `${counted(recorded.length, 'evaluation')}, longest time between two ${span(Math.max(0, ...gapsBetween(recorded)))}; the alert is active since ${since.map(clock).join(', ')}`,
    evidence,
  }
}

const gapsBetween = (times: readonly number[]): number[] => times.slice(1).map((at, i) => at - times[i]!)

const gapsIn = (times: readonly number[]): [number, number][] =>
  times.slice(1).flatMap((at, i): [number, number][] => (at - times[i]! > APART ? [[times[i]!, at]] : []))

export const evaluationsExcludes = (): Exclusion[] =>
  longerThan('times without an evaluation while the server runs', APART)
