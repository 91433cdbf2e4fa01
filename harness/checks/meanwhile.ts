import type { HistoryEvent } from '../history/events.ts'
import type { Evidence } from '../history/verdict.ts'
import { clock, count } from './explain.ts'

/** Milliseconds before a moment in which what happened may be its cause. */
const BEFORE = 2000
/** So many are told; the others are counted. */
const MOST = 4

/**
 * What else happened to pods, routes and rings at the time of a piece of evidence and just before it, in one line. Steps and faults stand in its words already.
 * @returns undefined where nothing did
 */
export function meanwhile(events: readonly HistoryEvent[]): (evidence: Evidence) => string | undefined {
  const all = happenings(events)
  return ({ from, to = from }) => {
    if (from === undefined || to === undefined) return undefined
    const then = all.filter(h => h.at >= from - BEFORE && h.at <= to)
    if (then.length === 0) return undefined
    const first = then.slice(0, MOST).map(h => `${clock(h.at)} ${h.text}`)
    return [...first, ...(then.length > MOST ? [`and ${count(then.length - MOST)} more`] : [])].join(', ')
  }
}

/** In the order of time. Pods of one kind that do the same within a second are told together. */
function happenings(events: readonly HistoryEvent[]): { at: number; text: string }[] {
  const ofPods = events.filter(e => e.type === 'pod')
  const together = Map.groupBy(ofPods, e => `${Math.floor(e.at / 1000)} ${e.phase}`)
  const pods = [...together.values()].map(of => {
    const names = of.length > 3 ? `${of[0]!.pod} and ${of.length - 1} others` : of.map(e => e.pod).join(', ')
    return { at: of[0]!.at, text: `${names} ${of[0]!.phase}` }
  })
  const routes = events
    .filter(e => e.type === 'route')
    .map(({ at, routes: to }, i, every) => {
      const before = every[i - 1]?.routes ?? {}
      const changed = Object.keys(to).filter(name => to[name]!.join() !== before[name]?.join())
      return { at, text: `routes changed: ${changed.join(', ')}`, any: i > 0 && changed.length > 0 }
    })
  const rings = [
    ...Map.groupBy(
      events.filter(e => e.type === 'ring'),
      e => e.ring,
    ).values(),
  ].flatMap(of =>
    of.slice(1).map(({ ring, at, states }) => ({
      at,
      text: `ring ${ring}: ${Object.entries(states)
        .map(([state, n]) => `${n} ${state}`)
        .join(' and ')}`,
    })),
  )
  return [...pods, ...routes.filter(r => r.any), ...rings].sort((a, b) => a.at - b.at)
}
