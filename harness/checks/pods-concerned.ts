import type { HistoryEvent } from '../history/events.ts'
import type { Evidence } from '../history/verdict.ts'
import { wordsOf } from './explain.ts'

/** Milliseconds before a moment in which what became of a pod may be its cause. */
const BEFORE = 2000
/** Pods of one piece of evidence. */
const MOST = 6

/**
 * The pods whose logs may tell more of a piece of evidence: those that answered, those that its words name, and those of which something became until it was found. None for
 * evidence without a time.
 */
export function podsConcerned(events: readonly HistoryEvent[]): (evidence: Evidence) => string[] {
  const all = events.filter(e => e.type === 'pod')
  const names = new Set(all.map(e => e.pod))
  return ({ text, answered = [], from, to = from, foundAt = to }) => {
    if (from === undefined || foundAt === undefined) return []
    const changed = all.filter(e => e.at >= from - BEFORE && e.at <= foundAt).map(e => e.pod)
    const concerned = [...answered.map(a => a.pod), ...wordsOf(text), ...changed].filter(name => names.has(name))
    return [...new Set(concerned)].slice(0, MOST)
  }
}
