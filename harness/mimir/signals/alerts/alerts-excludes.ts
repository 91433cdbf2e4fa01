import { gapsExcluded, longestApart } from '../../../checks/availability-excludes.ts'
import { instrumentsOf } from '../../../checks/disturbances.ts'
import { longerThan, rareIn } from '../../../checks/excludes.ts'
import { lanesOf, operationOf } from '../../../checks/lanes.ts'
import { pathAvailabilityOf } from '../../../checks/path-availability.ts'
import { phasesOf, stretchesOf } from '../../../checks/phases.ts'
import { greatest } from '../../../checks/statistics.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Stream } from '../../../history/signal.ts'
import type { Exclusion } from '../../../history/verdict.ts'
import type { AlertingEvent } from './alerts-records.ts'
import { looksAtHeld, RESTORED_AFTER } from './held-alert.ts'

/** Answers that were looked at, and how long alerts or the silence may have been away unseen. */
export function alertsExcludes(run: RunInfo, events: readonly HistoryEvent[], streams: readonly Stream[]): Exclusion[] {
  const reads = events.filter(e => e.type === 'alerts').filter(e => !e.unreachable)
  const operations = reads.map(r => operationOf(r, r.due, r.outcome === 'ok')).sort((a, b) => a.due - b.due)
  const setup = events.find(e => e.type === 'alerting')
  const tenant = setup?.tenant ?? 0
  const instrument = instrumentsOf(run, lanesOf(run, events, streams), events)('alerts')
  const seen = pathAvailabilityOf(run, phasesOf(run, events), { path: 'alerts', tenant, operations }, instrument)
  return [
    ...rareIn('answers with alerts that are silenced or not', reads.length),
    ...longerThan(
      'times without an alert or its silence',
      greatest(seen.stretches, s => s.objective.readableAfter) + longestApart(seen.lane),
    ),
    ...(setup ? heldExcluded(run, events, setup) : []),
    ...gapsExcluded('alerts', [seen]),
  ]
}

/** How long the held alert may have been otherwise than before, unseen. */
function heldExcluded(run: RunInfo, events: readonly HistoryEvent[], setup: AlertingEvent): Exclusion[] {
  const looks = looksAtHeld(events, setup)
  const evaluations = stretchesOf(run, phasesOf(run, events), 'evaluations', setup.tenant)
  if (looks.length < 2) return []
  const apart = Math.max(...looks.slice(1).map((look, i) => look.start - looks[i]!.start))
  return longerThan(
    'times in which an alert with `for` does not fire as before',
    greatest(evaluations, s => s.objective.longestGap) + RESTORED_AFTER * setup.held.interval + apart,
  )
}
