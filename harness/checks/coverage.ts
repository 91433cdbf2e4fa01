import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import { type Signal, streamsOf } from '../history/signal.ts'
import { STEADY_STATE } from '../history/steady-state-step.ts'
import type { Evidence, Finding } from '../history/verdict.ts'
import { clock, count, counted, span } from './explain.ts'
import { outcomeOf } from './faults.ts'
import { StreamCoverage } from './stream-coverage.ts'
import { faultsOf, stepsOf } from './timeline.ts'

type Want = (run: RunInfo, events: readonly HistoryEvent[], signals: readonly Signal[]) => Evidence[]

/**
 * Did the run see enough for its verdict to mean anything? unknown: the scenario did not run to its end, its steady state, a step or a fault is missing,
 * a step changed nothing, too little was written or asked, a tenant that expects limits was never limited, a stream does not cover the time of the
 * faults, or what was acked was not read at the end.
 */
export function coverage(run: RunInfo, events: readonly HistoryEvent[], signals: readonly Signal[]): Finding {
  const evidence: Evidence[] = [ended, steady, steps, changes, faults, operations, covered, ofSignals].flatMap(want =>
    want(run, events, signals),
  )
  return {
    check: 'coverage',
    verdict: evidence.length === 0 ? 'valid' : 'unknown',
    summary:
      evidence.length === 0
        ? `the scenario ran to its end and saw enough: ${wantsOf(run, signals)}`
        : `${counted(evidence.length, 'thing')} missing for a verdict`,
    evidence: evidence,
  }
}

const wantsOf = (run: RunInfo, signals: readonly Signal[]): string => {
  const { coverage: s } = run
  return [
    ...signals.flatMap(signal => signal.demands?.(run) ?? []),
    `${counted(s.operations, 'successful operation')} per tenant and path`,
    `${counted(s.steps.length, 'step')} and ${counted(s.faults.length, 'fault')}`,
  ].join(', ')
}

const ofSignals: Want = (run, events, signals) => signals.flatMap(signal => signal.missing?.(run, events) ?? [])

const ended: Want = (_run, events) => {
  const end = events.findLast(e => e.type === 'end')
  if (!end) return [{ kind: 'end', text: 'the history has no end: the harness was killed' }]
  if (end.outcome === 'completed') return []
  // The step that broke it off says the same.
  if (stepsOf(events).some(s => s.outcome === 'failed' && s.detail !== undefined && s.detail === end.detail)) return []
  return [{ kind: 'end', text: `the scenario was ${end.outcome}: ${end.detail ?? 'no reason was recorded'}` }]
}

/** Milliseconds by which a timer may fire early, as another clock sees it. */
const EARLY = 10

/** The steady state was carried out, for as long as the scenario says, and was over when the first step began. */
const steady: Want = ({ steadyState, coverage: { steps: wanted } }, events) => {
  if (steadyState === 0) return []
  const went = stepsOf(events)
  const own = went.find(s => s.step === STEADY_STATE && s.outcome === 'done')
  const first = went.find(s => wanted.includes(s.step))
  const text = !own
    ? `there was no steady state; expected ${steadyState} s of it`
    : own.to - own.from < 1000 * steadyState - EARLY
      ? `the steady state lasted ${span(own.to - own.from)}; expected ${steadyState} s`
      : first && first.from < own.to
        ? `"${first.step}" began before the steady state was over`
        : undefined
  return text === undefined ? [] : [{ kind: 'steady', text }]
}

const steps: Want = ({ coverage: { steps: wanted } }, events) => {
  const went = stepsOf(events)
  const missing = wanted
    .filter(step => !went.some(s => s.step === step))
    .map(step => ({ kind: 'step', text: `"${step}" did not run` }))
  // What the finding on faults says is not said again.
  const ofFault = (detail: string | undefined) => {
    const fault = faultsOf(events).find(f => f.failed !== undefined && f.failed === detail)
    return fault && `${fault.id} was ${outcomeOf(fault)}`
  }
  const undone = went
    .filter(s => s.outcome !== 'done' && (s.outcome !== 'skipped' || wanted.includes(s.step)))
    .map(s => ({
      kind: 'step',
      text: `"${s.step}" ${s.outcome === 'failed' ? 'failed' : `was ${s.outcome}`}: ${ofFault(s.detail) ?? s.detail ?? 'no reason was recorded'}`,
      from: s.from,
      ...(s.to < Infinity && { to: s.to }),
    }))
  const order = went.map(s => s.step).filter(step => wanted.includes(step))
  const inOrder = missing.length > 0 || wanted.every((step, i) => order[i] === step)
  const disorder = inOrder
    ? []
    : [{ kind: 'step', text: `steps ran as ${order.join(', ')}; expected ${wanted.join(', ')}` }]
  return [...missing, ...undone, ...disorder]
}

/** A fault is declared by its kind (once for each time it must happen) or by its id. */
const faults: Want = ({ coverage: { faults: wanted } }, events) => {
  const left = faultsOf(events).filter(f => f.effective !== undefined)
  return wanted.flatMap(fault => {
    const i = left.findIndex(f => f.id === fault || f.kind === fault)
    if (i >= 0) left.splice(i, 1)
    return i >= 0 ? [] : [{ kind: 'fault', text: `${fault} was declared, and none was proved effective` }]
  })
}

/** Every path that was to be asked, for every tenant. */
const operations: Want = (run, events, signals) => {
  const streams = streamsOf(signals).filter(s => s.operations && s.covers === 'moments' && s.parts(run, []).length > 0)
  const wanted = run.coverage.operations
  return streams.flatMap(stream => {
    const successes = run.tenants.map(() => 0)
    for (const event of events) {
      const seen = stream.operations?.(run, event)
      if (seen) successes[seen.tenant]! += seen.operations.filter(o => o.ok).length
    }
    return run.tenants.flatMap((tenant, i) => {
      const had = successes[i]!
      const text = `${stream.name} of ${tenant}: ${counted(had, 'successful operation')}; expected at least ${count(wanted)}`
      return had >= wanted ? [] : [{ kind: 'operations', text, tenant }]
    })
  })
}

/** A step that was to change something and did not has shown nothing of that change. */
const changes: Want = (_run, events) => {
  const went = stepsOf(events)
  return events
    .filter(e => e.type === 'apply')
    .filter(e => e.changes.length === 0 && !e.unchanged)
    .map(({ at }) => {
      const step = went.findLast(s => s.from <= at && at <= s.to)?.step ?? 'no step'
      return { kind: 'unchanged', text: `"${step}" changed no pod, route or override at ${clock(at)}` }
    })
}

/** Each stream, from before the first fault to after the last recovery. */
const covered: Want = (run, events, signals) => {
  const coverage = new StreamCoverage(run, streamsOf(signals))
  for (const event of events) coverage.add(event)
  return coverage.uncovered.map(({ part, seen, wanted }) => {
    const had = seen ? `good from ${clock(seen.from)} to ${clock(seen.to)}` : 'nothing good'
    return {
      kind: 'uncovered',
      text: `${part}: ${had}; expected from before the first disturbance at ${clock(wanted.from)} to after the last recovery at ${clock(wanted.to)}`,
    }
  })
}
