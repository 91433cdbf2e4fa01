import { clock, count, counted, type During, span } from '../../../checks/explain.ts'
import type { Stretch } from '../../../checks/phases.ts'
import type { Evidence } from '../../../history/verdict.ts'
import type { MomentsToSkip } from './moments-to-skip.ts'

/** Evaluations of one tenant that the interval demands and that nobody saw. */
export interface Skipped {
  /** How many, and how many of them in the steady state. */
  times: number
  steady: number
  /** Some were where nothing changed: whoever skipped them had no reason. */
  calm: boolean
  evidence: Evidence[]
}

/**
 * Counts evaluations against what the interval demands: one each interval from the first to the last that was seen. Some may be skipped over the whole run:
 * as many as `skippedEvaluations` says, and in each phase that allows longer gaps than what is steady, one such gap. So a ruler that
 * skips every other evaluation is found, though no gap is long. Where nothing changes and the machine is not slow, none may be
 * skipped (moments-to-skip.ts): a hand-over is one gap and has a cause, and what skips again and again has none.
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
  moments: MomentsToSkip,
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
  const calm = gaps.filter(g => g.to > steadyUntil && !moments.isChange(g) && !moments.isStarved(g))
  const evidence = skipped * interval > allowed ? [tooMany(gaps, allowed)] : calm.length > 0 ? [tooMany(calm, 0)] : []
  return { times: skipped, steady, calm: calm.length > 0, evidence }

  function tooMany(some: typeof gaps, most: number): Evidence {
    const n = sum(some)
    const [from, to] = [some[0]!.from, some.at(-1)!.to]
    const where = most === 0 ? ' where nothing changed' : ''
    return {
      kind: 'skipped',
      text: `${what}: ${counted(n, 'evaluation')} of ${count(times.length + skipped)} skipped${where}, ${span(n * interval)} in all, from ${clock(from)} to ${clock(to)}; ${span(most)} allowed; ${when(from, to)}`,
      from,
      to,
      data: { skipped: n, skippedMs: n * interval, allowedMs: most },
    }
  }
}
