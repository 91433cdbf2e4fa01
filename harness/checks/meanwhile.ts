import type { HistoryEvent } from '../history/events.ts'
import type { Evidence } from '../history/verdict.ts'
import { clock, count, wordsOf } from './explain.ts'

/** Milliseconds before a moment in which what happened may be its cause. */
const BEFORE = 2000
/** So many are told; the others are counted. */
const MOST = 4

/**
 * What else happened to pods, routes and rings from just before a piece of evidence until it was found, in one line: first of all to the pods that it names. Steps and
 * faults stand in its words already.
 * @returns undefined where nothing did
 */
export function meanwhile(events: readonly HistoryEvent[]): (evidence: Evidence) => string | undefined {
  const all = happenings(events)
  return ({ text, from, to = from, foundAt = to }) => {
    if (from === undefined || foundAt === undefined) return undefined
    const then = all.filter(h => h.at >= from - BEFORE && h.at <= foundAt)
    if (then.length === 0) return undefined
    const words = new Set(wordsOf(text))
    const [own, others] = [true, false].map(isOwn => then.filter(h => isOwn === h.pods.some(pod => words.has(pod))))
    const told = [...own!, ...others!].slice(0, MOST).sort((a, b) => a.at - b.at)
    const first = told.map(h => `${clock(h.at)} ${h.text}`)
    return [...first, ...(then.length > MOST ? [`and ${count(then.length - MOST)} more`] : [])].join(', ')
  }
}

interface Happening {
  at: number
  text: string
  pods: string[]
}

/** In the order of time. Pods of one kind that do the same within a second are told together. */
function happenings(events: readonly HistoryEvent[]): Happening[] {
  const ofPods = events.filter(e => e.type === 'pod')
  const together = Map.groupBy(ofPods, e => `${Math.floor(e.at / 1000)} ${e.phase}`)
  const pods = [...together.values()].map(of => {
    const names = of.length > 3 ? `${of[0]!.pod} and ${of.length - 1} others` : of.map(e => e.pod).join(', ')
    return { at: of[0]!.at, text: `${names} ${of[0]!.phase}`, pods: of.map(e => e.pod) }
  })
  const routes = events
    .filter(e => e.type === 'route')
    .map(({ at, routes: to }, i, every) => {
      const before = every[i - 1]?.routes ?? {}
      const changed = Object.keys(to).filter(name => to[name]!.join() !== before[name]?.join())
      return { at, text: `routes changed: ${changed.join(', ')}`, pods: [], any: i > 0 && changed.length > 0 }
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
      pods: [],
    })),
  )
  return [...pods, ...routes.filter(r => r.any), ...rings].sort((a, b) => a.at - b.at)
}
