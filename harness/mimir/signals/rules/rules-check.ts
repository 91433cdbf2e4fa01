import { clock, counted, during, span } from '../../../checks/explain.ts'
import { allowedBetween, moreInPhases, phasesOf, stretchesOf } from '../../../checks/phases.ts'
import { greatest } from '../../../checks/statistics.ts'
import { steadyUntil } from '../../../checks/steady-state.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import { type Evidence, type Finding, type Verdict, worst } from '../../../history/verdict.ts'
import { duplicateEvaluations } from './evaluations.ts'

/** Two successive evaluations of the recording rule; `to` is the last look where no later evaluation was seen. */
interface Gap {
  tenant: string
  from: number
  to: number
  /** Milliseconds that they might have been apart then. */
  allowed: number
}

/** Evaluations that two rulers did at once; `times` is undefined where the rulers' own counts were not recorded. */
interface Doubles {
  tenant: string
  times: number | undefined
}

/**
 * Was the recording rule evaluated all the time, and by one ruler at a time? invalid: two successive evaluations are further apart than
 * the objective of `evaluations` allows, or so long passed from the last one to the last look; or rulers overlapped for longer than `duplicateEvaluations`, where the
 * scenario sets it. unknown: that was so in the steady state; of a tenant whose rule was read no evaluation was seen, or none was read; or an overlap is to be judged and
 * was not counted. A run without a rule has no such finding.
 */
export function rules(run: RunInfo, events: readonly HistoryEvent[]): Finding | undefined {
  if (!run.rule) return undefined
  const reads = events.filter(e => e.type === 'read').filter(e => e.path === 'rules' && e.outcome === 'ok')
  const byTenant = [...Map.groupBy(reads, r => r.tenant)].sort(([a], [b]) => a - b)
  const metrics = events.filter(e => e.type === 'metric')
  const gaps: Gap[] = []
  const silent: string[] = []
  const doubles: Doubles[] = []
  const phases = phasesOf(run, events)
  const bounds = stretchesOf(run, phases, 'evaluations', 0)
  let evaluations = 0
  for (const [index, own] of byTenant) {
    const tenant = run.tenants[index]!
    const times = [...new Set(own.flatMap(r => r.values ?? []).map(Number))].sort((a, b) => a - b)
    evaluations += times.length
    if (times.length === 0) silent.push(tenant)
    const looked = greatest(own, r => r.start)
    doubles.push({ tenant, times: duplicateEvaluations(metrics, tenant, times, 1000 * run.rule.interval, looked) })
    const stretches = stretchesOf(run, phases, 'evaluations', index)
    for (const [i, from] of times.entries()) {
      const to = times[i + 1] ?? Math.max(from, looked)
      gaps.push({ tenant, from, to, allowed: allowedBetween(stretches, from, to) })
    }
  }
  const tooLong = gaps.filter(g => g.to - g.from > g.allowed)
  const when = during(events)
  const steady = steadyUntil(run, events)
  const unfit = tooLong.some(g => g.to <= steady)
  const overlaps = overlapsOf(run, doubles)
  const verdicts: Verdict[] = [
    tooLong.length === 0 ? 'valid' : unfit ? 'unknown' : 'invalid',
    silent.length > 0 ? 'unknown' : 'valid',
    ...overlaps.map((e): Verdict => (e.kind === 'duplicate-evaluations' ? 'invalid' : 'unknown')),
  ]
  return {
    check: 'rules',
    verdict: reads.length === 0 ? 'unknown' : worst(verdicts),
    summary:
      evaluations === 0
        ? `no evaluation of ${run.rule.record} was seen in ${counted(reads.length, 'read')}`
        : `${counted(evaluations, 'evaluation')} of ${run.rule.record}, ${span(greatest(gaps, g => g.to - g.from))} apart at most, ${span(bounds[0]!.objective.longestGap)} allowed${moreInPhases(bounds)}${duplicates(doubles)}`,
    evidence: [
      ...tooLong.map(({ tenant, from, to, allowed }): Evidence => {
        const text = `${run.rule!.record} of ${tenant}: not evaluated from ${clock(from)} to ${clock(to)}, ${span(to - from)}; ${when(from, to)}`
        return {
          kind: 'gap',
          text,
          from,
          to,
          tenant,
          data: { gapMs: Math.round(to - from), allowedMs: Math.round(allowed) },
        }
      }),
      ...overlaps,
      ...silent.map(tenant => ({
        kind: 'silent',
        text: `no evaluation of ${run.rule!.record} of ${tenant} was seen`,
        tenant,
      })),
    ],
  }
}

/** `; 4 duplicate evaluations` */
function duplicates(doubles: readonly Doubles[]): string {
  const known = doubles.flatMap(({ times }) => times ?? [])
  return known.length === 0
    ? ''
    : `; ${counted(
        known.reduce((a, b) => a + b, 0),
        'duplicate evaluation',
      )}`
}

/** What contradicts the overlap of rulers that the scenario allows, and what can not be said of it. */
function overlapsOf(
  {
    rule,
    objectives: {
      allowances: { duplicateEvaluations: most },
    },
  }: RunInfo,
  doubles: readonly Doubles[],
): Evidence[] {
  if (!rule || most === undefined) return []
  return doubles.flatMap(({ tenant, times }): Evidence[] => {
    if (times === undefined) {
      return [{ kind: 'uncounted', text: `${rule.record} of ${tenant}: what rulers counted was not recorded`, tenant }]
    }
    const overlap = times * rule.interval * 1000
    if (overlap <= most) return []
    const text = `${rule.record} of ${tenant}: ${counted(times, 'duplicate evaluation')}, so rulers overlapped for ${span(overlap)}, ${span(most)} allowed`
    return [{ kind: 'duplicate-evaluations', text, tenant, data: { times, overlapMs: overlap, allowedMs: most } }]
  })
}
