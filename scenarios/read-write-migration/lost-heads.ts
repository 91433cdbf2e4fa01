import type { Judged } from '../../harness/index.ts'
import {
  type Actions,
  labelsOf,
  lostSamples,
  ownersOf,
  readRing,
  type SampleSet,
  seriesOf,
  seriesOfStripe,
  seriesToken,
} from '../../harness/mimir/index.ts'

const FACT = 'series by replicas on these ingesters'

/** Notes which series have how many of their three replicas on the ingesters of these workloads, by the ring as a distributor sees it now. */
export async function predictLoss(t: Actions, distributor: string, doomed: RegExp): Promise<void> {
  const ring = await readRing(t.cluster.pod(distributor).url, 'ingester')
  const replicas = t.run.tenants.map((tenant, i) =>
    Array.from(
      { length: seriesOf(t.run.dataset, i) },
      (_, s) =>
        ownersOf(ring, seriesToken(tenant, labelsOf(t.run.dataset, i, s)), 3).filter(owner => doomed.test(owner))
          .length,
    ),
  )
  t.note(FACT, replicas)
}

/**
 * The lost samples are those of the series that had all three replicas there, acked before the first of these pods began to stop, all of them. Besides
 * there may be lost: what was under way while the pods stopped; and of series with two replicas there what is left is a single one, which a read finds
 * only when it asks that zone, and it asks two of three. No others. Nothing had been shipped: heads are shipped after 90 s at the earliest.
 */
export function onlyDoomedSeriesLost({ run, events }: Judged, doomed: RegExp): string | undefined {
  const fact = events.find(e => e.type === 'fact' && e.fact === FACT)
  const ends = events.filter(e => e.type === 'pod').filter(e => doomed.test(e.pod))
  const begin = ends.find(e => e.phase === 'stopping')?.at
  const end = ends.findLast(e => e.phase === 'exited')?.at
  if (fact?.type !== 'fact' || begin === undefined || end === undefined) return 'the ingesters were not stopped'
  const replicas = fact.value as number[][]
  const setsOf = (from: number, to: number, least: number): SampleSet[] =>
    events.flatMap(e => {
      if (e.type !== 'write' || e.outcome !== 'acked' || e.end < from || e.end >= to) return []
      const chosen = seriesOfStripe(run.dataset, e).filter(s => replicas[e.tenant]![s]! >= least)
      return chosen.length === 0 ? [] : [{ tenant: e.tenant, stripe: e.stripe, series: chosen, ticks: e.ticks }]
    })
  const must = keysOf(setsOf(-Infinity, begin, 3))
  const may = keysOf(setsOf(-Infinity, end + 1000, 2))
  const lost = keysOf(lostSamples(run, events))
  if (must.size === 0) return 'no sample was predicted to be lost: the control did nothing'
  const spared = [...must].filter(key => !lost.has(key))
  const others = [...lost].filter(key => !may.has(key))
  if (spared.length + others.length === 0) return undefined
  return `${lost.size} samples lost, ${must.size} predicted: ${spared.length} of those are not lost (${spared[0] ?? '-'}), ${others.length} others are (${others[0] ?? '-'})`

  function keysOf(sets: readonly SampleSet[]): Set<string> {
    const keys = new Set<string>()
    for (const { tenant, stripe, series: chosen, ticks } of sets) {
      const all = chosen === 'all' ? seriesOfStripe(run.dataset, { tenant, stripe }) : chosen
      // Series of other kinds than floats begin later than the ring was asked.
      for (const s of all.filter(s => s < seriesOf(run.dataset, tenant))) {
        for (let tick = ticks[0]; tick <= ticks[1]; tick++) keys.add(`tenant ${tenant}, series ${s}, tick ${tick}`)
      }
    }
    return keys
  }
}
