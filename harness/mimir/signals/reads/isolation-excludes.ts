import { fewest, rareIn } from '../../../checks/excludes.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Exclusion } from '../../../history/verdict.ts'

/** An answer holds what is another tenant's, or not: so many answers did not. */
export function isolationExcludes(run: RunInfo, events: readonly HistoryEvent[]): Exclusion[] {
  const reads = events.filter(e => e.type === 'read').filter(e => e.outcome === 'ok')
  const worst = fewest(run.tenants.map((name, tenant) => [name, reads.filter(r => r.tenant === tenant).length]))
  const kind = "answers with what is not the tenant's own"
  return [
    ...rareIn(kind, reads.length),
    ...(worst ? rareIn(kind, worst[1], worst[0]) : []),
    ...rareIn('reads across tenants that got something', reads.filter(r => r.path === 'cross-tenant').length),
  ]
}
