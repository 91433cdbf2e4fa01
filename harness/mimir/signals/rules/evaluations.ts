import { greatest, least } from '../../../checks/statistics.ts'
import type { MetricEvent } from '../../../history/events.ts'

/**
 * How many evaluations of a tenant's recording rule were done twice: all of them, less one for each interval in which there was any. Two rulers that
 * have one group at a time evaluate it at the same timestamps where they keep its rules under the same path, and at different ones where not
 * (Prometheus: rules.Group.hash). So all of them is what rulers counted, or what timestamps show, whichever is more. Scrapes lag: each
 * ruler may make this one too few or too many.
 * @param times distinct timestamps of evaluations (ms), ascending
 * @param interval between two evaluations (ms)
 * @param until nobody looked for timestamps after that
 * @returns undefined where no ruler's count was recorded for a time in which evaluations were seen
 */
export function duplicateEvaluations(
  metrics: readonly MetricEvent[],
  tenant: string,
  times: readonly number[],
  interval: number,
  until: number,
): number | undefined {
  const counts = metrics.filter(e => e.metric === 'rule evaluations' && e.tenant === tenant)
  // Before the first sample the rule had nothing to count and left no timestamp.
  const since = times[0] ?? Infinity
  const moments = counts.flatMap(e => e.points.map(([at]) => at)).filter(at => at >= since && at <= until)
  const from = least(moments, at => at)
  const to = greatest(moments, at => at)
  if (from >= to) return undefined
  const counted = counts.reduce((sum, e) => sum + countedIn(e, to) - countedIn(e, from), 0)
  const seen = times.filter(at => at > from && at <= to)
  const intervals = new Set(seen.map(at => Math.floor(at / interval))).size
  return Math.max(0, Math.max(counted, seen.length) - intervals)
}

/** What a counter had counted up to a moment; it begins at 0 again when its process or its rule group does. */
function countedIn({ points }: MetricEvent, to: number): number {
  let [sum, last] = [0, 0]
  for (const [at, value] of points) {
    if (at > to) break
    sum += value >= last ? value - last : value
    last = value
  }
  return sum
}
