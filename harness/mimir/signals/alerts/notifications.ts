import { clock, count, counted, type During, span } from '../../../checks/explain.ts'
import { greatest } from '../../../checks/statistics.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Evidence } from '../../../history/verdict.ts'
import type { AlertingEvent } from './alerts-records.ts'
import { notifiedTwice } from './twice.ts'

/**
 * What the notifications of a run say. Wrong is one of the silenced alert, one that says of an alert that always fires that it is resolved, and a time
 * between two (or from the last one to the last read) of more than repeat_interval, group_interval and `notificationDelay` of the objectives
 * together: Alertmanager looks whether to repeat once every group_interval. Those that come too
 * early are counted, and wrong where nothing changed (twice.ts).
 */
export function notificationsOf(
  run: RunInfo,
  events: readonly HistoryEvent[],
  setup: AlertingEvent,
  when: During,
): { summary: string; evidence: Evidence[] } {
  if (!setup.notified) return { summary: 'notifications had no way to the harness and were not judged', evidence: [] }
  const all = events.filter(e => e.type === 'notification')
  const times = all
    .filter(n => n.status === 'firing' && n.alerts.includes(setup.firing))
    .map(n => n.at)
    .sort((a, b) => a - b)
  const wrong = all.flatMap(({ at, status, alerts }): Evidence[] => {
    const one = (kind: string, text: string) => [
      { kind, text: `${text} at ${clock(at)}; ${when(at, at)}`, from: at, to: at },
    ]
    if (alerts.includes(setup.silenced))
      return one('notified', `a notification of ${setup.silenced}, which is silenced,`)
    if (status === 'resolved') return one('resolved', `${alerts.join(', ')} was notified as resolved`)
    return []
  })
  if (times.length === 0) {
    const text = `no notification of ${setup.firing} came`
    return { summary: text, evidence: [...wrong, { kind: 'unnotified', text }] }
  }
  const looked = greatest(
    events.filter(e => e.type === 'alerts'),
    e => e.end,
  )
  const allowed = setup.repeat + setup.group + run.objectives.allowances.notificationDelay!
  const gaps = times.map((from, i) => ({ from, to: times[i + 1] ?? Math.max(from, looked) }))
  const late = gaps
    .filter(({ from, to }) => to - from > allowed)
    .map(({ from, to }): Evidence => {
      const text = `no notification of ${setup.firing} from ${clock(from)} to ${clock(to)}, ${span(to - from)}, ${span(allowed)} allowed; ${when(from, to)}`
      return { kind: 'gap', text, from, to, data: { gapMs: Math.round(to - from), allowedMs: allowed } }
    })
  const twice = notifiedTwice(run, events, setup, times, when)
  return {
    summary: `${counted(times.length, 'notification')} of ${setup.firing}, ${span(greatest(gaps, g => g.to - g.from))} apart at most, ${span(allowed)} allowed, ${count(twice.times)} sent twice`,
    evidence: [...wrong, ...late, ...twice.evidence],
  }
}
