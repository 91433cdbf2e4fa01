import { clock, count, counted, type During, during, some } from '../../../checks/explain.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import { type Evidence, type Finding, type Verdict, worst } from '../../../history/verdict.ts'
import type { Odd, ReferencePrometheusEvent } from './reference-prometheus-records.ts'

/**
 * Does Mimir have what the observer wrote to it, sample for sample? invalid: a sample is missing, another one or there for no reason; or the
 * observer gave samples up, before or after sending them. unknown: nothing was compared, or the comparison broke off. Samples sent again are
 * told. A run without it has no such finding.
 */
export function referencePrometheus(run: RunInfo, events: readonly HistoryEvent[]): Finding | undefined {
  const seen = events.find(e => e.type === 'reference-prometheus')
  if (!seen) {
    if (!run.signals.includes('reference-prometheus')) return undefined
    const summary = 'the observer and Mimir were not compared'
    return { check: 'reference-prometheus', verdict: 'unknown', summary, evidence: [] }
  }
  const { samples, series, missing, different, extra, queue, broke } = seen
  const evidence = evidenceOf(seen, during(events))
  const counts = [
    `${count(missing.samples)} missing`,
    `${count(different.samples)} different`,
    `${count(extra.samples)} extra`,
  ]
  const sent =
    queue &&
    `the observer sent ${count(queue.sent)}, dropped ${count(queue.dropped)}, failed with ${count(queue.failed)}, sent ${count(queue.retried)} again`
  return {
    check: 'reference-prometheus',
    verdict: worst([
      samples === 0 || !queue ? 'unknown' : 'valid',
      ...evidence.map((e): Verdict => (e.kind === 'broke' ? 'unknown' : 'invalid')),
    ]),
    summary: [
      `${counted(samples, 'sample')} of ${count(series)} series compared: ${counts.join(', ')}`,
      sent ?? "the observer's own counts are not known",
      ...(broke === undefined ? [] : ['the comparison broke off']),
    ].join('; '),
    evidence,
  }
}

function evidenceOf(
  { at, missing, different, extra, queue, broke }: ReferencePrometheusEvent,
  when: During,
): Evidence[] {
  const given = (kind: string, samples: number | undefined, what: string): Evidence[] =>
    samples ? [{ kind, text: `${counted(samples, 'sample')} ${what}`, data: { samples } }] : []
  return [
    ...oddity('missing', missing, 'of the observer missing in Mimir', when),
    ...oddity('different', different, 'with another value in Mimir', when),
    ...oddity('extra', extra, 'in Mimir unknown to the observer', when),
    ...given('dropped', queue?.dropped, 'dropped by the observer before it sent them'),
    ...given('failed', queue?.failed, 'refused for good, or given up by the observer'),
    ...(broke === undefined ? [] : [{ kind: 'broke', text: `the comparison broke off at ${clock(at)}: ${broke}` }]),
  ]
}

function oddity(kind: string, { samples, first }: Odd, what: string, when: During): Evidence[] {
  const [one] = first
  if (samples === 0 || !one) return []
  const names = first.map(({ labels, timestamp, expected, got }) => {
    const values = [expected, got].filter(value => value !== undefined).join(' became ')
    return `${labels} at ${clock(timestamp)} = ${values}`
  })
  const text = `${counted(samples, 'sample')} ${what}: ${some(names)}; ${when(one.timestamp, one.timestamp)}`
  return [{ kind, text, from: one.timestamp, to: one.timestamp, data: { samples, first } }]
}
