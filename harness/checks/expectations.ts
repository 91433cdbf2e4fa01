import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { Evidence, Finding } from '../history/verdict.ts'
import { clock, count, counted, during } from './explain.ts'

/**
 * Was everything true that the steps themselves assert? invalid: an expectation was not met. What could not be asked is recorded by the step that
 * failed over it. A run without expectations has no such finding.
 */
export function expectations(_run: RunInfo, events: readonly HistoryEvent[]): Finding | undefined {
  const all = events.filter(e => e.type === 'expectation')
  if (all.length === 0) return undefined
  const unmet = all.filter(e => !e.met)
  const when = during(events)
  return {
    check: 'expectations',
    verdict: unmet.length > 0 ? 'invalid' : 'valid',
    summary: `${count(all.length - unmet.length)} of ${counted(all.length, 'expectation')} met`,
    evidence: unmet.map(({ what, seen, at }): Evidence => {
      const text = `expected ${what}; seen at ${clock(at)}: ${seen ?? 'nothing'}; ${when(at, at)}`
      return { kind: 'expectation', text, from: at, to: at, data: { what } }
    }),
  }
}
