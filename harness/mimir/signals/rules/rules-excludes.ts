import { longerThan } from '../../../checks/excludes.ts'
import { phasesOf, stretchesOf } from '../../../checks/phases.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Exclusion } from '../../../history/verdict.ts'

/** Evaluations leave their timestamps, so that a time without any is seen exactly: what is longer than allowed would have been found. */
export function rulesExcludes(run: RunInfo, events: readonly HistoryEvent[]): Exclusion[] {
  const kind = 'times without an evaluation'
  const stretches = stretchesOf(run, phasesOf(run, events), 'evaluations', 0)
  const steady = stretches[0]!.objective.longestGap
  const loosest = stretches.reduce((a, b) => (b.objective.longestGap > a.objective.longestGap ? b : a))
  return [
    ...longerThan(kind, steady),
    ...(loosest.objective.longestGap > steady ? longerThan(kind, loosest.objective.longestGap, loosest.phase) : []),
  ]
}
