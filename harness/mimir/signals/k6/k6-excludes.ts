import { rareIn } from '../../../checks/excludes.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Exclusion } from '../../../history/verdict.ts'

/** So many requests of k6 went well. */
export function k6Excludes(_run: RunInfo, events: readonly HistoryEvent[]): Exclusion[] {
  const summary = events.findLast(e => e.type === 'k6')
  if (!summary) return []
  return [
    ...rareIn('failed requests of k6', summary.writes.requests, 'writes'),
    ...rareIn('failed requests of k6', summary.queries.requests, 'queries'),
  ]
}
