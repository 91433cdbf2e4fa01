import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run.ts'
import { type Finding, worst } from '../history/verdict.ts'
import { alertStates, isOdd } from './alert-states.ts'
import { evidenceOf, instrumentOf, weightOf } from './availability.ts'
import { describer } from './availability-evidence.ts'
import { capped, count, counted, during, span } from './explain.ts'
import { notificationsOf } from './notifications.ts'
import { allowedBetween, moreInPhases, phasesOf } from './objectives.ts'
import { lanesOf, operation } from './operations.ts'
import { lengthOf, outlookOf } from './outlook.ts'
import { greatest } from './statistics.ts'
import { uncertaintyOf } from './uncertainty.ts'
import { gapsOf } from './windows.ts'

/**
 * Did silences and alerts stay as they were, and did notifications keep coming? invalid: an answered read with an
 * alert suppressed that is not silenced; answers without the silence or an alert for longer than the objective's `readableAfter`; failed reads, and windows of
 * downtime, as in availability (by the objective of `alerts`); what notifications.ts says. unknown: nothing was read, or
 * no notification came though they had a way. A run that was to have no alerts has no such finding.
 */
export function alerts(run: RunInfo, events: readonly HistoryEvent[]): Finding | undefined {
  const setup = events.find(e => e.type === 'alerting')
  const reads = events
    .filter(e => e.type === 'alerts')
    .filter(e => e.way !== 'broken')
    .sort((a, b) => a.due - b.due)
  if (!run.companions.includes('alerts') && !setup && reads.length === 0) return undefined
  if (!setup) return unknown('no alert was set up')
  if (reads.length === 0) return unknown('no alert was read')
  const answered = reads.filter(r => r.outcome === 'ok')
  const when = during(events)
  const path = 'alerts' as const
  const operations = reads.map(r => operation(r, r.due, r.outcome === 'ok'))
  const lane = { path, tenant: setup.tenant, operations }
  const outlook = outlookOf(run, phasesOf(run, events), lane, instrumentOf(path, lanesOf(run, events), events))
  const absent = (from: number, to: number) => allowedBetween(outlook.stretches, from, to, o => o.readableAfter)
  const odd = alertStates(setup, answered, absent, when)
  const notifications = notificationsOf(run, events, setup, when)
  const describe = describer(run, events)
  const seen = [...odd, ...notifications.evidence]
  const paths = evidenceOf(outlook, describe)
  const uncertainty = uncertaintyOf([outlook], describe)
  const tenant = run.dataset.tenants[setup.tenant]!
  return {
    check: 'alerts',
    verdict: worst([
      'valid',
      ...seen.map(e => (e.kind === 'unnotified' ? 'unknown' : 'invalid')),
      ...paths.map(weightOf),
    ]),
    summary: [
      `${counted(reads.length, 'read')}, ${count(reads.length - answered.length)} failed, ${count(answered.filter(isOdd).length)} with silence or alerts not as set up`,
      `longest time between successes ${span(greatest(gapsOf(operations), lengthOf))}, ${span(outlook.stretches[0]!.objective.longestGap)} allowed${moreInPhases(outlook.stretches)}`,
      notifications.summary,
      ...(uncertainty === undefined ? [] : [uncertainty]),
    ].join('; '),
    ...(uncertainty !== undefined && { uncertainty }),
    evidence: capped([...seen, ...paths].map(e => ({ ...e, tenant }))),
  }
}

const unknown = (summary: string): Finding => ({ check: 'alerts', verdict: 'unknown', summary, evidence: [] })
