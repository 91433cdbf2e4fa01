import { clock, count, counted, type During, span } from '../../../checks/explain.ts'
import type { Stretch } from '../../../checks/phases.ts'
import type { Evidence } from '../../../history/verdict.ts'

/** Evaluations of one tenant that the interval demands and that nobody saw. */
export interface Skipped {
  /** How many, and how many of them in the steady state. */
  times: number
  steady: number
  evidence: Evidence[]
}

/**
 * Counts evaluations against what the interval demands: one each interval from the first to the last that was seen. Some may be skipped over the whole run:
 * as many as `skippedEvaluations` says, and in each phase that allows longer gaps than what is steady, one such gap. So a ruler that
 * skips every other evaluation is found, though no gap is long.
 * @param times distinct timestamps of evaluations (ms), ascending
 * @param interval between two evaluations (ms)
 * @param most what `skippedEvaluations` allows, ms
 * @param steadyUntil end of the steady state, ms
 */
export function skippedEvaluations(
  what: string,
  times: readonly number[],
  interval: number,
  most: number,
  stretches: readonly Stretch[],
  steadyUntil: number,
  when: During,
): Skipped {
  const gaps = times.slice(1).flatMap((to, i) => {
    const from = times[i]!
    const missing = Math.round((to - from) / interval) - 1
    return missing > 0 ? [{ from, to, missing }] : []
  })
  const sum = (some: typeof gaps) => some.reduce((all, g) => all + g.missing, 0)
  const skipped = sum(gaps)
  const usual = stretches[0]!.objective.longestGap
  const gapsOfPhases = [
    ...Map.groupBy(
      stretches.filter(s => s.objective.longestGap > usual && s.from < (times.at(-1) ?? -Infinity)),
      s => s.phase,
    ).values(),
  ].map(([stretch]) => stretch!.objective.longestGap)
  const allowed = most + gapsOfPhases.reduce((all, gap) => all + gap, 0)
  const steady = sum(gaps.filter(g => g.to <= steadyUntil))
  if (skipped * interval <= allowed) return { times: skipped, steady, evidence: [] }
  const [from, to] = [gaps[0]!.from, gaps.at(-1)!.to]
  const text = `${what}: ${counted(skipped, 'evaluation')} of ${count(times.length + skipped)} skipped, ${span(skipped * interval)} in all, from ${clock(from)} to ${clock(to)}; ${span(allowed)} allowed; ${when(from, to)}`
  return {
    times: skipped,
    steady,
    evidence: [
      { kind: 'skipped', text, from, to, data: { skipped, skippedMs: skipped * interval, allowedMs: allowed } },
    ],
  }
}
