import type { FaultEvent, HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { Stream } from '../history/signal.ts'
import { type Evidence, type Finding, type Verdict, worst } from '../history/verdict.ts'
import { CPU_PERIOD } from '../util/cpu-period.ts'
import { counted, span } from './explain.ts'
import { lanesOf, type Operation } from './lanes.ts'
import { type Comparison, compare, type Ratio } from './ratio.ts'
import { isDisturbance, steadyUntil } from './steady-state.ts'
import { usedShare } from './used-share.ts'

/** Seconds that calm and flood must last each, and requests of a path without which it is not judged. */
const LEAST_SECONDS = 20
const LEAST_REQUESTS = 200
/** How many times as much as in calm is too much. */
const MOST = 2
/** Share of the CPUs in use from which on the machine is saturated: whose doing what is late then is nobody can tell. */
const SATURATED = 0.95

/** A time, ms. */
interface Span {
  from: number
  to: number
}

/**
 * Do the other tenants suffer while one floods? Their requests in the flood are compared with those of the calm before it in the same run, path by path: the 99th
 * percentile of what was answered (one below the period of a CPU limit, 100 ms, counts as that: pods wait so long in calm, too), and the part that failed. invalid: twice as much or more, and its interval of 95 % is above 1. unknown: twice as much, and the interval does
 * not tell whether it is more at all; calm or flood lasted less than 20 s; too few requests; the machine was saturated. Tenants of whom the scenario demands less in a flood are no
 * others: they are those that it hits. A run without a flood has no such finding.
 */
export function neighbours(
  run: RunInfo,
  events: readonly HistoryEvent[],
  streams: readonly Stream[],
): Finding | undefined {
  const floods = floodsOf(events)
  if (floods.length === 0) return undefined
  const hit = run.objectives.faults.flood?.tenants ?? {}
  const lanes = lanesOf(run, events, streams).filter(({ tenant }) => !(run.tenants[tenant]! in hit))
  const byPath = [...Map.groupBy(lanes, l => l.path)].map(([path, own]): [string, Operation[]] => [
    path,
    own.flatMap(l => l.operations),
  ])
  const told = floods.map(({ id, ...flood }) => {
    const calm = calmOf(run, events, flood.to - flood.from)
    const doubts = doubtsOf(events, calm, flood)
    const compared = byPath.flatMap(([path, all]): Told[] => {
      const [before, after] = [within(all, calm), within(all, flood)]
      return Math.min(before.length, after.length) < LEAST_REQUESTS
        ? []
        : [{ path, of: after.length, ...compare(before, after, run.seed, CPU_PERIOD) }]
    })
    const silent = compared.length === 0 ? [doubt(`no path had ${LEAST_REQUESTS} requests in calm and in ${id}`)] : []
    const evidence = [...compared.flatMap(it => evidenceOf(id, it, flood, doubts.length > 0)), ...doubts, ...silent]
    return { id, compared, evidence }
  })
  const evidence = told.flatMap(t => t.evidence)
  return {
    check: 'neighbours',
    verdict: worst(['valid', ...evidence.map(e => weights[e.kind] ?? 'unknown')]),
    summary: told
      .map(({ id, compared }) => `${id}: ${compared.map(sentence).join('; ') || 'nothing compared'}`)
      .join('. '),
    evidence,
  }
}

interface Told extends Comparison {
  path: string
  of: number
}

const weights: Readonly<Record<string, Verdict>> = { suffers: 'invalid' }

const doubt = (text: string): Evidence => ({ kind: 'untold', text })

/** From the proof that a flood arrives until it is taken back. */
function floodsOf(events: readonly HistoryEvent[]): (Span & { id: string })[] {
  const own = events.filter((e): e is FaultEvent => e.type === 'fault' && e.kind === 'flood')
  return own
    .filter(e => e.phase === 'effective')
    .map(({ id, at }) => ({
      id,
      from: at,
      to: own.find(e => e.id === id && (e.phase === 'recovering' || e.phase === 'failed'))?.at ?? at,
    }))
}

/** Just as long before something is done to what is tested, or from the first step on. @param length ms */
function calmOf(run: RunInfo, events: readonly HistoryEvent[], length: number): Span {
  const begin = Math.max(run.loadBegin, steadyUntil(run, events))
  const to = events.find(e => isDisturbance(run, e))?.at ?? begin
  return { from: Math.max(begin, to - length), to }
}

const within = (operations: readonly Operation[], { from, to }: Span): Operation[] =>
  operations.filter(({ due }) => due >= from && due < to)

function doubtsOf(events: readonly HistoryEvent[], calm: Span, flood: Span): Evidence[] {
  const short = Object.entries({ calm, flood }).flatMap(([name, { from, to }]) =>
    to - from < 1000 * LEAST_SECONDS
      ? [doubt(`${name} lasted ${span(to - from)}, and ${LEAST_SECONDS} s are the least that tells`)]
      : [],
  )
  const used = usedShare(events, flood.from, flood.to)
  if (used === undefined) return [...short, doubt('the kernel did not tell how busy the machine was')]
  if (used < SATURATED) return short
  const percent = `${Math.floor(100 * used)} % of the CPUs were in use in the flood`
  return [...short, doubt(`${percent}: the machine was saturated (a larger machine, or a lower rate)`)]
}

/** What is twice as much, and what may be. @param isDoubted nothing proves anything then */
function evidenceOf(id: string, { path, p99, errors }: Told, { from, to }: Span, isDoubted: boolean): Evidence[] {
  const ratios = { 'the 99th percentile': p99, 'the error rate': errors }
  return Object.entries(ratios).flatMap(([what, ratio]): Evidence[] => {
    if (ratio === undefined) return [doubt(`${path}: nothing was answered in ${id} or before`)]
    if (ratio.ratio < MOST) return []
    const suffers = ratio.low > 1
    const text = `${path} of the others: in ${id} ${what} is ${times(ratio)} that of the calm`
    const data = { path, what, ...ratio }
    if (suffers && !isDoubted) return [{ kind: 'suffers', text, from, to, data }]
    return [{ kind: 'untold', text: `${text}, which does not tell whether it is more`, from, to, data }]
  })
}

/** `writes p99 12 ms, 1.10 times the calm's 11 ms (95 %: 0.90 to 1.30), 0 of ...` */
const sentence = ({ path, of, p99, errors }: Told): string =>
  [
    `${path} p99 ${p99 === undefined ? 'of nothing' : `${span(p99.before)} in calm, ${span(p99.after)} in the flood, ${times(p99)}${Math.min(p99.before, p99.after) < CPU_PERIOD ? `, below ${CPU_PERIOD} ms taken as that` : ''}`}`,
    `${percent(errors.after)} of ${counted(of, 'request')} failed${errors.before > 0 ? `, ${percent(errors.before)} in calm` : ''}`,
  ].join(', ')

const percent = (ratio: number): string => `${(100 * ratio).toFixed(ratio > 0 && ratio < 0.01 ? 2 : 0)} %`

/** `1.10 times (95 %: 0.90 to 1.30)` */
const times = ({ ratio, low, high }: Ratio): string =>
  `${factor(ratio)} times (95 %: ${factor(low)} to ${factor(high)})`

const factor = (n: number): string => (n === Infinity ? '∞' : n.toFixed(2))
