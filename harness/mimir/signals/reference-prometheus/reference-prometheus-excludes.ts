import { rareIn } from '../../../checks/excludes.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Exclusion } from '../../../history/verdict.ts'

/** A series is stored wrong as a whole, or not: so many were compared. Its samples are counted, not bounded. */
export const referencePrometheusExcludes = (_run: RunInfo, events: readonly HistoryEvent[]): Exclusion[] =>
  rareIn('series of the observer stored wrong', events.find(e => e.type === 'reference-prometheus')?.series ?? 0)
