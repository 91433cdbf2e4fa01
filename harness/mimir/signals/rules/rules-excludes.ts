import { longerThan, rareIn } from '../../../checks/excludes.ts'
import { phasesOf, stretchesOf } from '../../../checks/phases.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Exclusion } from '../../../history/verdict.ts'

/** Recorded values are right or not. Evaluations leave their timestamps, so that a time without any is seen exactly: what is longer than allowed would have been found. */
export function rulesExcludes(run: RunInfo, events: readonly HistoryEvent[]): Exclusion[] {
  const kind = 'times without an evaluation'
  const stretches = stretchesOf(run, phasesOf(run, events), 'evaluations', 0)
  const steady = stretches[0]!.objective.longestGap
  const loosest = stretches.reduce((a, b) => (b.objective.longestGap > a.objective.longestGap ? b : a))
  const values = events.reduce(
    (n, e) => n + (e.type === 'read' && e.path === 'rules' ? (e.recorded?.length ?? 0) : 0),
    0,
  )
  return [
    ...rareIn('values that a rule records wrong', values),
    ...longerThan(kind, steady),
    ...(loosest.objective.longestGap > steady ? longerThan(kind, loosest.objective.longestGap, loosest.phase) : []),
  ]
}
