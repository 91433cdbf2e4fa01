import { clock, count, counted, during, span } from '../../../checks/explain.ts'
import { allowedBetween, moreInPhases, phasesOf, stretchesOf } from '../../../checks/phases.ts'
import { greatest } from '../../../checks/statistics.ts'
import { steadyUntil } from '../../../checks/steady-state.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Stream } from '../../../history/signal.ts'
import { type Evidence, type Finding, type Verdict, worst } from '../../../history/verdict.ts'
import { Countable } from './countable.ts'
import { duplicateEvaluations } from './evaluations.ts'
import { momentsToSkip } from './moments-to-skip.ts'
import { recordedValues } from './recorded-values.ts'
import { type Skipped, skippedEvaluations } from './skipped.ts'
import { unlisted } from './unlisted.ts'

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
 * Was the recording rule evaluated all the time, by one ruler at a time, and right?
 * invalid: a recorded value that no correct evaluation gives, or a series that no rule of the tenant makes (recorded-values.ts); two successive evaluations
 * are further apart than the objective of `evaluations` allows, or so long passed from the first acked sample to the first one, or from the last one to the
 * last look; more were skipped than skipped.ts allows; the rules API did not list it (unlisted.ts); or rulers overlapped for longer than
 * `duplicateEvaluations`, where the scenario sets it.
 * unknown: a gap was in the steady state; of a tenant whose rule was read no evaluation was seen, or none was read; or an overlap is to be judged and was not
 * counted. A run without a rule has no such finding.
 */
export function rules(run: RunInfo, events: readonly HistoryEvent[], streams: readonly Stream[]): Finding | undefined {
  if (!run.rule) return undefined
  const { record } = run.rule
  const interval = 1000 * run.rule.interval
  const reads = events.filter(e => e.type === 'read').filter(e => e.path === 'rules' && e.outcome === 'ok')
  const byTenant = [...Map.groupBy(reads, r => r.tenant)].sort(([a], [b]) => a - b)
  const metrics = events.filter(e => e.type === 'metric')
  const gaps: Gap[] = []
  const silent: string[] = []
  const doubles: Doubles[] = []
  const skips: Skipped[] = []
  const wrong: Evidence[] = []
  const withheld: Evidence[] = []
  const listings = events.filter(e => e.type === 'read').filter(e => e.asks === 'rules' && e.outcome === 'ok')
  const phases = phasesOf(run, events)
  const bounds = stretchesOf(run, phases, 'evaluations', 0)
  const countable = new Countable(run, events)
  const when = during(events)
  const moments = momentsToSkip(run, events, streams, interval)
  const steady = steadyUntil(run, events)
  let [evaluations, values] = [0, 0]
  for (const [index, own] of byTenant) {
    const tenant = run.tenants[index]!
    const times = [...new Set(own.flatMap(r => r.values ?? []).map(Number))].sort((a, b) => a - b)
    evaluations += times.length
    if (times.length === 0) silent.push(tenant)
    const looked = greatest(own, r => r.start)
    doubles.push({ tenant, times: duplicateEvaluations(metrics, tenant, times, interval, looked) })
    const stretches = stretchesOf(run, phases, 'evaluations', index)
    const most = run.objectives.allowances.skippedEvaluations ?? Infinity
    const skip = skippedEvaluations(`${record} of ${tenant}`, times, interval, most, stretches, steady, moments, when)
    skips.push({ ...skip, evidence: skip.evidence.map(e => ({ ...e, tenant })) })
    const recorded = recordedValues(run, phases, countable, index, own, when)
    values += recorded.values
    wrong.push(...recorded.evidence)
    const listed = listings.filter(r => r.tenant === index)
    withheld.push(...unlisted(`${record} of ${tenant}`, record, listed, run.loadBegin, stretches, when))
    // A rule has nothing to count before its tenant has samples.
    const begin = Math.min(countable.since(index), times[0] ?? Infinity, looked)
    for (const [from, to] of pairs([begin, ...times, Math.max(looked, times.at(-1) ?? begin)])) {
      gaps.push({ tenant, from, to, allowed: allowedBetween(stretches, from, to) })
    }
  }
  const tooLong = gaps.filter(g => g.to - g.from > g.allowed)
  const unfit = tooLong.some(g => g.to <= steady)
  const tooMany = skips.filter(s => s.evidence.length > 0)
  const overlaps = overlapsOf(run, doubles)
  const verdicts: Verdict[] = [
    wrong.length > 0 ? 'invalid' : 'valid',
    withheld.length > 0 ? 'invalid' : 'valid',
    tooLong.length === 0 ? 'valid' : unfit ? 'unknown' : 'invalid',
    ...tooMany.map((s): Verdict => (s.steady > 0 && !s.calm ? 'unknown' : 'invalid')),
    silent.length > 0 ? 'unknown' : 'valid',
    ...overlaps.map((e): Verdict => (e.kind === 'duplicate-evaluations' ? 'invalid' : 'unknown')),
  ]
  const skipped = skips.reduce((sum, s) => sum + s.times, 0)
  return {
    check: 'rules',
    verdict: reads.length === 0 ? 'unknown' : worst(verdicts),
    summary:
      evaluations === 0
        ? `no evaluation of ${record} was seen in ${counted(reads.length, 'read')}`
        : `${counted(evaluations, 'evaluation')} of ${record}, ${count(skipped)} skipped, ${count(values)} values checked, ${span(greatest(gaps, g => g.to - g.from))} apart at most, ${span(bounds[0]!.objective.longestGap)} allowed${moreInPhases(bounds)}${duplicates(doubles)}`,
    evidence: [
      ...wrong,
      ...tooLong.map(({ tenant, from, to, allowed }): Evidence => {
        const text = `${record} of ${tenant}: not evaluated from ${clock(from)} to ${clock(to)}, ${span(to - from)}; ${when(from, to)}`
        return {
          kind: 'gap',
          text,
          from,
          to,
          tenant,
          data: { gapMs: Math.round(to - from), allowedMs: Math.round(allowed) },
        }
      }),
      ...tooMany.flatMap(s => s.evidence),
      ...withheld,
      ...overlaps,
      ...silent.map(tenant => ({ kind: 'silent', text: `no evaluation of ${record} of ${tenant} was seen`, tenant })),
    ],
  }
}

const pairs = (moments: readonly number[]) => moments.slice(1).map((to, i) => [moments[i]!, to] as const)

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
