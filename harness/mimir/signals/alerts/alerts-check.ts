import { evidenceOf, weightOf } from '../../../checks/availability.ts'
import { describer } from '../../../checks/availability-evidence.ts'
import { instrumentsOf } from '../../../checks/disturbances.ts'
import { count, counted, during, span } from '../../../checks/explain.ts'
import { lanesOf, operationOf } from '../../../checks/lanes.ts'
import { lengthOf, pathAvailabilityOf } from '../../../checks/path-availability.ts'
import { allowedBetween, moreInPhases, phasesOf, stretchesOf } from '../../../checks/phases.ts'
import { greatest } from '../../../checks/statistics.ts'
import { uncertaintyOf } from '../../../checks/uncertainty.ts'
import { gapsOf } from '../../../checks/windows.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Stream } from '../../../history/signal.ts'
import { type Finding, worst } from '../../../history/verdict.ts'
import { heldAlert, looksAtHeld } from './held-alert.ts'
import { notificationsOf } from './notifications.ts'
import { alertStates, isOdd } from './states.ts'

/**
 * Did silences and alerts stay as they were, and did notifications keep coming? invalid: an answered read with an
 * alert suppressed that is not silenced; answers without the silence or an alert for longer than the objective's `readableAfter`; failed reads, and windows of
 * downtime, as in availability (by the objective of `alerts`); what held-alert.ts and notifications.ts say. unknown: nothing was read, nobody
 * asked rulers, or no notification came though they had a way. A run that was to have no alerts has no such finding.
 */
export function alerts(run: RunInfo, events: readonly HistoryEvent[], streams: readonly Stream[]): Finding | undefined {
  const setup = events.find(e => e.type === 'alerting')
  const reads = events
    .filter(e => e.type === 'alerts')
    .filter(e => !e.unreachable)
    .sort((a, b) => a.due - b.due)
  if (!run.signals.includes('alerts') && !setup && reads.length === 0) return undefined
  if (!setup) return unknown('no alert was set up')
  if (reads.length === 0) return unknown('no alert was read')
  const answered = reads.filter(r => r.outcome === 'ok')
  const when = during(events)
  const path = 'alerts' as const
  const phases = phasesOf(run, events)
  const operations = reads.map(r => operationOf(r, r.due, r.outcome === 'ok'))
  const lane = { path, tenant: setup.tenant, operations }
  const pathAvailability = pathAvailabilityOf(
    run,
    phases,
    lane,
    instrumentsOf(run, lanesOf(run, events, streams), events)(path),
  )
  const absent = (from: number, to: number) =>
    allowedBetween(pathAvailability.stretches, from, to, o => o.readableAfter)
  const odd = alertStates(setup, answered, absent, when)
  const notifications = notificationsOf(run, events, setup, when)
  const describe = describer(run, events)
  const evaluations = stretchesOf(run, phases, 'evaluations', setup.tenant)
  const held = heldAlert(setup, looksAtHeld(events, setup), evaluations, when)
  const seen = [...odd, ...held.evidence, ...notifications.evidence]
  const paths = evidenceOf(pathAvailability, describe)
  const uncertainty = uncertaintyOf([pathAvailability], describe)
  const tenant = run.tenants[setup.tenant]!
  return {
    check: 'alerts',
    verdict: worst([
      'valid',
      ...seen.map(e => (DOUBTS.includes(e.kind) ? 'unknown' : 'invalid')),
      ...paths.map(weightOf),
    ]),
    summary: [
      `${counted(reads.length, 'read')}, ${count(reads.length - answered.length)} failed, ${count(answered.filter(isOdd).length)} with silence or alerts not as set up`,
      `longest time between successes ${span(greatest(gapsOf(operations), lengthOf))}, ${span(pathAvailability.stretches[0]!.objective.longestGap)} allowed${moreInPhases(pathAvailability.stretches)}`,
      held.summary,
      notifications.summary,
      ...(uncertainty === undefined ? [] : [uncertainty]),
    ].join('; '),
    ...(uncertainty !== undefined && { uncertainty }),
    evidence: [...seen, ...paths].map(e => ({ ...e, tenant })),
  }
}

/** Evidence that tells nothing. */
const DOUBTS: readonly string[] = ['unnotified', 'unasked']

const unknown = (summary: string): Finding => ({ check: 'alerts', verdict: 'unknown', summary, evidence: [] })
