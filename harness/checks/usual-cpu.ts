import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import { greatest } from './statistics.ts'
import { steadyUntil } from './steady-state.ts'
import { faultsOf } from './timeline.ts'

/** Milliseconds after a change in which pods may have more to do than in the steady state: caches are cold, others' work comes to them. */
const SETTLES = 5000

/** What each pod and instrument had of the CPUs in the steady state: a share of one CPU. */
export interface UsualCpu {
  /** Where this pod was not there then, the most that one of its kind had; undefined where there was none. */
  pod(name: string): number | undefined
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
  return {
    pod: name => pods.get(name) ?? ofKind(components.get(name)),
    instrument: name => shareOf('instruments', name),
    pressure:
      events.reduce(
        (ms, e) => (e.type === 'cpu-pressure' && e.from >= run.loadBegin && e.to <= until ? ms + e.ms : ms),
        0,
      ) / time,
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

/** Tells whether pods that are up may have had more to do: a fault, a change of pods or routes, until it has settled. */
export function timesOfChange(run: RunInfo, events: readonly HistoryEvent[]): (time: Time) => boolean {
  const times: Time[] = faultsOf(events).map(({ from, to }) => ({ from, to: to + SETTLES }))
  for (const event of events) {
    if (event.type !== 'pod' && event.type !== 'route') continue
    if (event.at > run.loadBegin) times.push({ from: event.at, to: event.at + SETTLES })
  }
  return time => overlaps(times, time)
}
