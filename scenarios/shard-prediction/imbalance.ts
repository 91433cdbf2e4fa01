import type { Actions } from '../../harness/mimir/index.ts'
import { podsOf } from '../shard-pods.ts'
import { type AllHeld, type Comparison, foundOf, metricsOf, tell } from './held.ts'

/** How unevenly pods are loaded: what the fullest has, over the mean of all. */
interface Imbalance {
  series: number
  tenants: number
}

/** @param pods of the component, those that have nothing included */
export function imbalanceOf(held: AllHeld, pods: number): Imbalance {
  const series = new Map<string, number>()
  const tenants = new Map<string, number>()
  for (const own of held.values())
    for (const [pod, amount] of Object.entries(own)) {
      series.set(pod, (series.get(pod) ?? 0) + amount)
      tenants.set(pod, (tenants.get(pod) ?? 0) + 1)
    }
  return { series: largestOverMean(series, pods), tenants: largestOverMean(tenants, pods) }
}

function largestOverMean(by: ReadonlyMap<string, number>, pods: number): number {
  const all = [...by.values()]
  const sum = all.reduce((a, b) => a + b, 0)
  return sum === 0 ? 0 : (Math.max(...all) * pods) / sum
}

/** Tells the imbalance of ingesters for one size, by the new series of all tenants: predicted from tokens, and as ingesters tell it. */
export async function tellImbalance(t: Actions, size: number, series: Comparison): Promise<void> {
  const pods = podsOf(t, 'ingester').length
  const found = foundOf(series, await tell(t, metricsOf([series])))
  const [expected, seen] = [imbalanceOf(series.predicted, pods), imbalanceOf(found, pods)]
  const row = [expected.series, seen.series, expected.tenants, seen.tenants].map(n => n.toFixed(2))
  t.tell({
    title: `Ingesters: the fullest over the mean of ${pods}`,
    heads: ['size', '#series, predicted', '#seen', '#tenants, predicted', '#tenants, seen'],
    rows: [[String(size), ...row]],
  })
}
