import { rareIn } from '../../../checks/excludes.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Exclusion } from '../../../history/verdict.ts'

/** So many answers held their chunk whole. */
export const archiveExcludes = (_run: RunInfo, events: readonly HistoryEvent[]): Exclusion[] =>
  rareIn('answers that lack old samples', events.filter(e => e.type === 'archive' && !e.unreachable).length)
