import { fewest, longerThan, rareIn } from '../../../checks/excludes.ts'
import { least, nearestRank } from '../../../checks/statistics.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Exclusion } from '../../../history/verdict.ts'
import { everyStripeOf, type Stripe } from './dataset.ts'
import { stripeName } from './kinds/index.ts'
import { type SampleTotals, sampleTotals } from './sample-totals.ts'

/**
 * What a valid loss excludes. A write request is lost as a whole, or not: its samples are counted and say nothing of how rare such a loss could be. A sample
 * that came late would have been missed by a read that asked for it when it was young.
 */
export function lossExcludes(run: RunInfo, events: readonly HistoryEvent[]): Exclusion[] {
  const totals = sampleTotals(run, events)
  return [...lost(run, events), ...late(run, totals), ...rareIn('answers with wrong samples', totals.reads)]
}

function lost(run: RunInfo, events: readonly HistoryEvent[]): Exclusion[] {
  const acked = events.filter(e => e.type === 'write').filter(e => e.outcome === 'acked')
  const all = run.tenants.flatMap((_, tenant) => everyStripeOf(run.dataset, tenant))
  /** Of those parts of which nothing was acked, too. */
  const leastOf = (name: (of: Stripe) => string) => {
    const parts = new Map(all.map(stripe => [name(stripe), 0]))
    for (const write of acked) parts.set(name(write), parts.get(name(write))! + 1)
    return fewest(parts)
  }
  const tenant = leastOf(w => run.tenants[w.tenant]!)
  const stripe = leastOf(w => `${stripeName(run.dataset, w)} of ${run.tenants[w.tenant]}`)
  const kind = 'lost write requests'
  return [
    ...rareIn(kind, acked.length),
    ...(tenant ? rareIn(kind, tenant[1], tenant[0]) : []),
    ...(stripe ? rareIn(kind, stripe[1], stripe[0]) : []),
  ]
}

const READ_YOUR_WRITES = 'samples that come late to reads'

/** By the age of the youngest acked sample that a read had to hold: the least of all reads, half of them, and the stripe of which the least is the most. */
function late(run: RunInfo, { youngest }: SampleTotals): Exclusion[] {
  const ages = agesOf({ youngest })
  if (ages.length === 0) return []
  const worst = youngest
    .filter(it => it.ages.length > 0)
    .map(({ tenant, stripe, ages }) => ({
      of: `stripe ${stripe} of ${run.tenants[tenant]}`,
      ms: least(ages, age => age),
    }))
    .reduce((a, b) => (b.ms > a.ms ? b : a))
  return [
    ...longerThan(READ_YOUR_WRITES, ages[0]!),
    ...longerThan(READ_YOUR_WRITES, nearestRank(ages, 50), 'half of the reads'),
    ...longerThan(READ_YOUR_WRITES, worst.ms, worst.of),
  ]
}

/** How old (ms) the youngest acked sample was at each read that had to hold one while there was load, ascending. */
export const agesOf = ({ youngest }: Pick<SampleTotals, 'youngest'>): number[] =>
  youngest.flatMap(it => it.ages).sort((a, b) => a - b)
