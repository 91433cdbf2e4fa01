import { clock, type During, span } from '../../../checks/explain.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Evidence } from '../../../history/verdict.ts'
import type { AlertingEvent } from './alerts-records.ts'
import { replicasChange } from './replicas-change.ts'

/** Notifications of one alert that came too early after the one before. */
export interface Twice {
  times: number
  /** Those for which there was no reason. */
  evidence: Evidence[]
}

/**
 * A notification is repeated once the log of notifications says that the last one is older than repeat_interval, and that is looked at once every
 * group_interval: so one that is not due comes at least a group_interval early (half of it is what clocks and networks may take). Replicas send each their
 * own where they do not know of each other's: while one starts, ends or can not be reached, when they have just been given the tenant, and until those that wait for the ones before them have sent.
 * Who waits longest waits for `notificationDelay`. So until then after a change two are "at least once", and in calm time they are a finding.
 * @param times of the notifications, ascending (ms)
 */
export function notifiedTwice(
  run: RunInfo,
  events: readonly HistoryEvent[],
  { at, firing, repeat, group }: AlertingEvent,
  times: readonly number[],
  when: During,
): Twice {
  const isChange = replicasChange(events)
  const delay = run.objectives.allowances.notificationDelay!
  const least = repeat - group / 2
  const early = times.slice(1).flatMap((to, i) => (to - times[i]! < least ? [{ from: times[i]!, to }] : []))
  const calm = early.filter(({ from, to }) => from - delay >= at && !isChange(from - delay, to))
  return {
    times: early.length,
    evidence: calm.map(({ from, to }) => ({
      kind: 'twice',
      text: `${firing} was notified at ${clock(from)} and again at ${clock(to)}, after ${span(to - from)}, where no Alertmanager changed; it is to be repeated after ${span(repeat)}; ${when(from, to)}`,
      from,
      to,
      data: { afterMs: Math.round(to - from), leastMs: least },
    })),
  }
}
