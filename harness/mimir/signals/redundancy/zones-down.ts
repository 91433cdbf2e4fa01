import { faultsOf } from '../../../checks/timeline.ts'
import type { HistoryEvent, PodEvent } from '../../../history/events.ts'
import type { ZoneEvent } from './redundancy-records.ts'

/** Milliseconds until distributors write again to a pod that is ready: gossip and connections take some. */
export const SETTLE = 5000
/** The same of the first start: the load begins only once all are served. */
const FIRST = 1000
/** Milliseconds for which a distributor goes on with a write to one replica when others have taken it and the client was told so (its `remote-timeout`). */
const TAIL = 2000

/** A stretch of time. */
interface Span {
  from: number
  to: number
}

/** What a zone has to hold by itself. */
export interface Duty {
  /** Whether a write from its begin to its ack has to be in this zone: all its pods were ready and reached, and a moment after. */
  demands(start: number, end: number): boolean
  /** What was written before has left with pods that are gone for good (ms); -Infinity where none are. */
  gone: number
  /** What was written before went with a volume that a fault deleted. */
  emptied: number
}

export const isUp = (phase: PodEvent['phase']): boolean => phase === 'ready' || phase === 'resumed'

/** @param zone as it was asked at the end. What became of pods later does not count. */
export function dutyOf(zone: ZoneEvent, events: readonly HistoryEvent[]): Duty {
  const all = events.filter(e => e.type === 'pod').filter(e => e.at <= zone.from)
  const own = all.filter(e => e.zone === zone.zone && isIngester(e))
  const pods = Map.groupBy(own, e => e.pod)
  const left = [...pods].filter(([pod]) => !zone.pods.includes(pod))
  const downs = [
    ...[...pods.values()].flatMap(downsOf),
    ...faultsOn(zone.zone, events),
    ...unlikeRing(events),
    ...lastWrites(all),
  ]
  const deleted = faultsOf(events).filter(f => f.kind === 'delete-volume' && f.pods.some(p => zone.pods.includes(p)))
  const latest = (moments: number[]) => moments.reduce((a, b) => Math.max(a, b), -Infinity)
  const gone = latest(left.map(([, all]) => all.at(-1)!.at + SETTLE))
  const emptied = latest(deleted.map(f => f.to))
  return {
    demands: (start, end) =>
      start > Math.max(gone, emptied) && downs.every(({ from, to }) => end + TAIL < from || start > to),
    gone,
    emptied,
  }
}

/** What a pod runs is told as one word, with commas in between. */
const isA = (what: string, { component }: PodEvent): boolean => component.split(',').includes(what)
export const isIngester = (pod: PodEvent): boolean => isA('ingester', pod)

/** When a pod was not ready, a moment after it was again included. One that has never been ready was down from the beginning on. */
function downsOf(pod: readonly PodEvent[]): Span[] {
  const downs: Span[] = []
  let since: number | undefined = -Infinity
  for (const { phase, at } of pod) {
    if (!isUp(phase)) since ??= at
    else if (since !== undefined) {
      downs.push({ from: since, to: at + (since === -Infinity ? FIRST : SETTLE) })
      since = undefined
    }
  }
  return since === undefined ? downs : [...downs, { from: since, to: Infinity }]
}

/** Faults that hit pods of the zone, or pods that are in none: from those each zone may have been cut off. A flood names no pods, and may reach all. */
function faultsOn(zone: string, events: readonly HistoryEvent[]): Span[] {
  const zones = new Map(events.flatMap(e => (e.type === 'pod' ? [[e.pod, e.zone] as const] : [])))
  const hits = (pod: string) => [zone, undefined].includes(zones.get(pod))
  return faultsOf(events)
    .filter(f => f.pods.length === 0 || f.pods.some(hits))
    .map(({ from, to }) => ({ from, to: to + SETTLE }))
}

/** When distributors saw a member of the ring that was not as it should be. The ring is looked at once a second. */
export function unlikeRing(events: readonly HistoryEvent[]): Span[] {
  const looks = events
    .filter(e => e.type === 'ring')
    .filter(e => e.ring === 'ingester')
    .toSorted((a, b) => a.at - b.at)
  return looks.flatMap(({ at, states }, i) =>
    Object.keys(states).some(state => state !== 'ACTIVE')
      ? [{ from: at - TAIL, to: (looks[i + 1]?.at ?? Infinity) + SETTLE }]
      : [],
  )
}

/** A distributor that ends takes with it what it still had to write. */
export const lastWrites = (pods: readonly PodEvent[]): Span[] =>
  pods.flatMap(e => (!isUp(e.phase) && isA('distributor', e) ? [{ from: e.at - TAIL, to: e.at }] : []))
