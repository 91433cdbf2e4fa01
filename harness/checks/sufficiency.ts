import { timeOf } from '../history/dataset.ts'
import type { HistoryEvent } from '../history/events.ts'
import { roleOf } from '../history/roles.ts'
import type { RunInfo } from '../history/run.ts'
import { STEADY_STATE } from '../history/steady-state.ts'
import { streams } from '../history/streams.ts'
import type { Evidence, Finding } from '../history/verdict.ts'
import { faultsOf, stepsOf } from './course.ts'
import { Coverage } from './coverage.ts'
import { capped, clock, count, counted, span } from './explain.ts'
import { shardsOf } from './shards.ts'

type Want = (run: RunInfo, events: readonly HistoryEvent[]) => { kind: string; text: string; tenant?: string }[]

/**
 * Did the run see enough for its verdict to mean anything? unknown: the scenario did not run to its end, its steady state, a step or a fault is missing,
 * a step changed nothing, too little was written or asked, a tenant that expects limits was never limited, a stream does not cover the time of the
 * faults, or what was acked was not read at the end.
 */
export function sufficiency(run: RunInfo, events: readonly HistoryEvent[]): Finding {
  const wants = [ended, steady, steps, changes, faults, samples, operations, limits, covered, readBack]
  const evidence: Evidence[] = wants.flatMap(want => want(run, events))
  return {
    check: 'sufficiency',
    verdict: evidence.length === 0 ? 'valid' : 'unknown',
    summary:
      evidence.length === 0
        ? `the scenario ran to its end and saw enough: ${wantsOf(run)}`
        : `${counted(evidence.length, 'thing')} missing for a verdict`,
    evidence: capped(evidence),
  }
}

const wantsOf = ({ sufficiency: s }: RunInfo): string =>
  [
    `at least ${counted(s.ackedSamples, 'acked sample')}`,
    `${counted(s.operations, 'successful operation')} per tenant and path`,
    `${counted(s.steps.length, 'step')} and ${counted(s.faults.length, 'fault')}`,
  ].join(', ')

const ended: Want = (_run, events) => {
  const end = events.findLast(e => e.type === 'end')
  if (!end) return [{ kind: 'end', text: 'the history has no end: the harness was killed' }]
  if (end.outcome === 'completed') return []
  return [{ kind: 'end', text: `the scenario was ${end.outcome}: ${end.detail ?? 'no reason was recorded'}` }]
}

/** Milliseconds by which a timer may fire early, as another clock sees it. */
const EARLY = 10

/** The steady state was carried out, for as long as the scenario says, and was over when the first step began. */
const steady: Want = ({ steadyState, sufficiency: { steps: wanted } }, events) => {
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

const steps: Want = ({ sufficiency: { steps: wanted } }, events) => {
  const went = stepsOf(events)
  const missing = wanted
    .filter(step => !went.some(s => s.step === step))
    .map(step => ({ kind: 'step', text: `"${step}" did not run` }))
  const undone = went
    .filter(s => s.outcome !== 'done' && (s.outcome !== 'skipped' || wanted.includes(s.step)))
    .map(s => ({ kind: 'step', text: `"${s.step}" was ${s.outcome}: ${s.detail ?? 'no reason was recorded'}` }))
  const order = went.map(s => s.step).filter(step => wanted.includes(step))
  const inOrder = missing.length > 0 || wanted.every((step, i) => order[i] === step)
  const disorder = inOrder
    ? []
    : [{ kind: 'step', text: `steps ran as ${order.join(', ')}; expected ${wanted.join(', ')}` }]
  return [...missing, ...undone, ...disorder]
}

/** A fault is declared by its kind (once for each time it must happen) or by its id. */
const faults: Want = ({ sufficiency: { faults: wanted } }, events) => {
  const left = faultsOf(events).filter(f => f.effective !== undefined)
  return wanted.flatMap(fault => {
    const i = left.findIndex(f => f.id === fault || f.kind === fault)
    if (i >= 0) left.splice(i, 1)
    return i >= 0 ? [] : [{ kind: 'fault', text: `${fault} was declared, and none was proved effective` }]
  })
}

const samples: Want = (run, events) => {
  const acked = shardsOf(run, events).reduce(
    (sum, s) => sum + s.series * s.acked.filter(end => end < Infinity).length,
    0,
  )
  const wanted = run.sufficiency.ackedSamples
  return acked >= wanted
    ? []
    : [{ kind: 'samples', text: `${counted(acked, 'acked sample')}; expected at least ${count(wanted)}` }]
}

/** Every path that the run probes (the keys of `spacing`), for every tenant. One tenant alone has no other's data to ask for. */
const operations: Want = (run, events) => {
  const successes = new Map<string, number>()
  for (const event of events) {
    if (event.type !== 'write' && event.type !== 'read') continue
    if (event.outcome !== 'acked' && event.outcome !== 'ok') continue
    const lane = `${event.type === 'write' ? 'writes' : event.path} ${event.tenant}`
    successes.set(lane, (successes.get(lane) ?? 0) + 1)
  }
  const wanted = run.sufficiency.operations
  const { tenants } = run.dataset
  const paths = new Set(['writes', ...Object.keys(run.spacing)])
  if (tenants.length === 1) paths.delete('cross')
  return [...paths].flatMap(path =>
    tenants.flatMap((tenant, i) => {
      const had = successes.get(`${path} ${i}`) ?? 0
      const text = `${path} of ${tenant}: ${counted(had, 'successful operation')}; expected at least ${count(wanted)}`
      return had >= wanted ? [] : [{ kind: 'operations', text, tenant }]
    }),
  )
}

/** A limit that refused nothing was not tested. */
const limits: Want = (run, events) => {
  const limited = new Set(
    events.flatMap(e => ((e.type === 'write' || e.type === 'read') && e.outcome === 'limited' ? [e.tenant] : [])),
  )
  return run.dataset.tenants.flatMap((tenant, i) =>
    roleOf(run, i)?.expectsLimits && !limited.has(i)
      ? [{ kind: 'limits', text: `${tenant} expects limits, and no request of it was limited`, tenant }]
      : [],
  )
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
const covered: Want = (run, events) => {
  const coverage = new Coverage(run)
  for (const event of events) coverage.add(event)
  return coverage.uncovered.map(({ part, seen, wanted }) => {
    const had = seen ? `good from ${clock(seen.from)} to ${clock(seen.to)}` : 'nothing good'
    return {
      kind: 'uncovered',
      text: `${part}: ${had}; expected from before the first disturbance at ${clock(wanted.from)} to after the last recovery at ${clock(wanted.to)}`,
    }
  })
}

/** Without a final read, what the last probes saw may be gone by the end. A read from blocks alone that was asked for must be whole as well. */
const readBack: Want = (run, events) => {
  const paths = streams.filter(s => s.covers === 'samples' && s.parts(run, events).length > 0).map(s => s.name)
  return shardsOf(run, events).flatMap(({ tenant, shard, series, acked, reads }) =>
    paths.flatMap(path => {
      const windows = reads.filter(r => r.path === path).map(r => r.window)
      const isRead = (time: number) => windows.some(w => w.from < time && time <= w.to)
      const missed = acked.filter(
        (end, tick) => end < Infinity && !isRead(timeOf(run.dataset, { tenant, shard }, tick)),
      ).length
      const name = run.dataset.tenants[tenant]!
      const text = `${name} shard ${shard}: ${counted(missed * series, 'acked sample')} covered by no successful ${path} read`
      return missed === 0 ? [] : [{ kind: path, text, tenant: name }]
    }),
  )
}
