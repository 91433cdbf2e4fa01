import type { HistoryEvent, UnwatchedEvent } from '../history/events.ts'
import type { Evidence } from '../history/verdict.ts'
import { clock, counted, type During, some, span } from './explain.ts'
import { greatest } from './statistics.ts'

/** Milliseconds for which pods may be out of sight at least, whatever the interval of looks is. */
const LEAST = 5000

/** What is not known of pods because nobody looked at them. */
export interface Unwatched {
  /** The times after which it can not be told whether a pod died. */
  evidence: Evidence[]
  /** The other ones, in a sentence; undefined where there is none. */
  uncertainty: string | undefined
}

/**
 * Times longer than two intervals of looks, and 5 s at least, in which no look at the pods was good. Who runs pods counts how often each was started, so a
 * death is seen later, as long as its pod is there. So such a time is unknown where pods ended in it, or were started several times, or where no good look
 * came after it. Else only the moment of a death is uncertain.
 */
export function unwatchedOf(events: readonly HistoryEvent[], when: During): Unwatched {
  const end = events.findLast(e => e.type === 'end')?.at ?? Infinity
  const looks = events.filter(e => e.type === 'unwatched').filter(e => e.from < end)
  const long = [...Map.groupBy(looks, e => e.from).values()]
    .map(timeOf)
    .filter(({ from, to, interval }) => to - from > Math.max(2 * interval, LEAST))
  const spoilt = long.filter(t => t.missed !== '')
  const others = long.filter(t => t.missed === '')
  const longest = greatest(others, lengthOf)
  const worst = others.find(t => lengthOf(t) === longest)
  return {
    evidence: spoilt.map(({ from, to, why, missed }) => {
      const text = `nobody saw the pods from ${clock(from)} to ${clock(to)}, ${span(to - from)}, ${when(from, to)}, and ${missed}: ${why}`
      return { kind: 'unwatched', text, from, to }
    }),
    uncertainty:
      worst &&
      `measurement uncertainty: ${counted(others.length, 'period')} of up to ${span(longest)} in which nobody saw the pods, so that a death is told late (${when(worst.from, worst.to)}): ${worst.why}`,
  }
}

const lengthOf = ({ from, to }: { from: number; to: number }) => to - from

/** Those looks that failed after the same good one, and the one that was good again. */
function timeOf(looks: readonly UnwatchedEvent[]) {
  const ended = looks.find(e => e.ended !== undefined)?.ended
  const missed =
    ended === undefined ? 'never again' : ended.length > 0 ? `${some(ended)} ended or started more than once in it` : ''
  return {
    from: looks[0]!.from,
    to: greatest(looks, e => e.to),
    interval: looks[0]!.interval,
    why: looks.find(e => e.error !== undefined)?.error ?? 'a look took so long',
    missed,
  }
}
