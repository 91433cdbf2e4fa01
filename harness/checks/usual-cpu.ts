import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import { lowerBound } from '../util/lower-bound.ts'
import { greatest, nearestRank } from './statistics.ts'
import { steadyUntil } from './steady-state.ts'
import { faultsOf } from './timeline.ts'

/** Milliseconds after a change in which pods may have more to do than in the steady state: caches are cold, others' work comes to them. */
const SETTLES = 5000

/**
 * Milliseconds before a moment in which a pod's use counts as usual, too, and the last of them that do not: what takes more of the CPUs from one second to the
 * next is not what it usually takes.
 */
const LATELY = 60_000
const JUST_NOW = 5000
/** Looks at the CPU in that time without which nothing is usual but the steady state. */
const LOOKS = 10

/** What each pod and instrument usually had of the CPUs: a share of one CPU. */
export interface UsualCpu {
  /**
   * What it had in the steady state, or for most of the last minute before a moment (ms), whichever is more: the more samples are in memory, the more a query that looks
   * back over minutes has to do. Where this pod was not there in the steady state, the most that one of its kind had; undefined where there was none.
   */
  pod(name: string, moment: number): number | undefined
  instrument(name: string): number
  /** Share of the time in which programs waited for a CPU. */
  pressure: number
}

/** Undefined where nobody looked in the steady state. */
export function usualCpu(run: RunInfo, events: readonly HistoryEvent[]): UsualCpu | undefined {
  const until = steadyUntil(run, events)
  const seen = events.filter(e => e.type === 'cpu-use').filter(e => e.from >= run.loadBegin && e.to <= until)
  if (seen.length === 0) return undefined
  const time = seen.reduce((sum, e) => sum + e.to - e.from, 0)
  const shareOf = (kind: 'pods' | 'instruments', name: string) =>
    seen.reduce((sum, e) => sum + (e.use[kind][name] ?? 0), 0) / time
  const components = new Map(events.flatMap(e => (e.type === 'pod' ? [[e.pod, e.component] as const] : [])))
  const pods = new Map([...new Set(seen.flatMap(e => Object.keys(e.use.pods)))].map(p => [p, shareOf('pods', p)]))
  const ofKind = (component: string | undefined) => {
    const own = [...pods].filter(([name]) => component !== undefined && components.get(name) === component)
    return own.length === 0 ? undefined : greatest(own, ([, share]) => share)
  }
  const lately = latelyOf(events)
  return {
    pod: (name, moment) => {
      const steady = pods.get(name) ?? ofKind(components.get(name))
      return steady === undefined ? undefined : Math.max(steady, lately(moment).get(name) ?? 0)
    },
    instrument: name => shareOf('instruments', name),
    pressure:
      events.reduce(
        (ms, e) => (e.type === 'cpu-pressure' && e.from >= run.loadBegin && e.to <= until ? ms + e.ms : ms),
        0,
      ) / time,
  }
}

/** The median share of each pod in the last minute before a moment, by its second. */
function latelyOf(events: readonly HistoryEvent[]): (moment: number) => ReadonlyMap<string, number> {
  const looks = events.filter(e => e.type === 'cpu-use').sort((a, b) => a.to - b.to)
  const known = new Map<number, ReadonlyMap<string, number>>()
  return moment => {
    const second = Math.floor(moment / 1000)
    const found = known.get(second) ?? medians(second * 1000)
    known.set(second, found)
    return found
  }

  function medians(moment: number): ReadonlyMap<string, number> {
    const end = lowerBound(looks, moment - JUST_NOW, e => e.to)
    const own = looks.slice(
      lowerBound(looks, moment - LATELY, e => e.to),
      end,
    )
    if (own.length < LOOKS) return new Map()
    const names = new Set(own.flatMap(e => Object.keys(e.use.pods)))
    const median = (name: string) =>
      nearestRank(
        own.map(e => (e.use.pods[name] ?? 0) / (e.to - e.from)).sort((a, b) => a - b),
        50,
      )
    return new Map([...names].map(name => [name, median(name)]))
  }
}

/** A stretch of time, ms. */
interface Time {
  from: number
  to: number
}

const overlaps = (times: readonly Time[], { from, to }: Time): boolean => times.some(t => t.from < to && t.to > from)

/** Tells whether a pod was starting in a time: from its start until a while after it was ready. */
export function startingPods(events: readonly HistoryEvent[]): (pod: string, time: Time) => boolean {
  const starts = new Map<string, Time[]>()
  for (const event of events) {
    if (event.type !== 'pod') continue
    const own = starts.get(event.pod) ?? []
    starts.set(event.pod, own)
    const open = own.findLast(t => t.to === Infinity)
    if (event.phase === 'starting') own.push({ from: event.at, to: Infinity })
    else if (open) open.to = event.at + (event.phase === 'ready' ? SETTLES : 0)
  }
  return (pod, time) => overlaps(starts.get(pod) ?? [], time)
}

/** Of the words in which a change is recorded (fleet/diff.ts): `reload runtime.yaml`. */
const isReload = (change: string): boolean => change.startsWith('reload ')

/** Milliseconds after a change of what pods read again and again, until those that look now and then have taken it up, and others what they gave away. */
const TAKEN_UP = 15_000

/** Tells whether pods that are up may have had more to do: a fault, a change of pods, routes or of what they read, until it has settled. */
export function timesOfChange(run: RunInfo, events: readonly HistoryEvent[]): (time: Time) => boolean {
  const times: Time[] = faultsOf(events).map(({ from, to }) => ({ from, to: to + SETTLES }))
  for (const event of events) {
    if (event.type === 'apply' && event.changes.some(isReload)) times.push({ from: event.at, to: event.at + TAKEN_UP })
    if (event.type !== 'pod' && event.type !== 'route') continue
    if (event.at > run.loadBegin) times.push({ from: event.at, to: event.at + SETTLES })
  }
  return time => overlaps(times, time)
}
