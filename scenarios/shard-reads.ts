import type { HistoryEvent, Judged } from '../harness/index.ts'
import { type Dataset, type ReadEvent, seriesOfStripe, stripesOfRead, timeOf } from '../harness/mimir/index.ts'
import { FOUND, type FoundFact, hasSeries, KEPT, type KeptFact, pairsOf } from './shard-facts.ts'

/** Reads of series that lie partly outside of the shard that readers ask: how many found just what the tokens of the ring say. */
export interface ShardReads {
  /** Instant reads of samples that were written to the one shard, made while readers asked the other. */
  reads: number
  /** Of these the ones in which something was missing. */
  partial: number
  /** Those that no pair of zones explains: what was found, and what was predicted. */
  unexplained: string[]
}

/**
 * Compares each read with what the ring's tokens predict for each pair of zones. All samples of one read come from the same pair: it is one query.
 * @param fact what was noted when shards of writers and readers differed
 */
export function shardReads({ run: { dataset }, events }: Pick<Judged, 'run' | 'events'>, fact: KeptFact): ShardReads {
  const acked = ackedIn(events, fact.written)
  const found: ShardReads = { reads: 0, partial: 0, unexplained: [] }
  for (const read of events) {
    if (read.type !== 'read' || read.path !== 'instant' || read.outcome !== 'ok') continue
    if (read.start < fact.read.from || read.start > fact.read.to) continue
    const kept = fact.kept[read.tenant]
    if (!kept) continue
    const samples = stripesOfRead(read).flatMap(stripe => samplesOf(dataset, read, stripe, acked))
    if (samples.length === 0) continue
    found.reads++
    if (samples.some(s => s.found.size < s.series.length)) found.partial++
    const explains = ([a, b]: [number, number]) =>
      samples.every(s => s.series.every(i => s.found.has(i) === (kept[i]!.includes(a) || kept[i]!.includes(b))))
    if (!pairsOf(fact.zones).some(explains)) found.unexplained.push(unlike(dataset, read, samples, kept))
  }
  return found
}

/** The series of a stripe at one of its ticks, and which of them a read found. */
interface Samples {
  series: readonly number[]
  found: ReadonlySet<number>
}

/** Milliseconds after an ack, which two replicas give, until the third has the sample, too. */
const THIRD = 1000

/** A tick, and when its write was acked. */
interface Acked {
  tick: number
  end: number
}

/** Ticks of each tenant's stripe that were sent and acked in a time. */
function ackedIn(events: readonly HistoryEvent[], { from, to }: KeptFact['written']): Map<string, Acked[]> {
  const acked = new Map<string, Acked[]>()
  for (const e of events) {
    if (e.type !== 'write' || e.outcome !== 'acked' || e.start < from || e.end > to) continue
    const key = `${e.tenant} ${e.stripe}`
    const own = acked.get(key) ?? []
    acked.set(key, own)
    for (let tick = e.ticks[0]; tick <= e.ticks[1]; tick++) own.push({ tick, end: e.end })
  }
  return acked
}

/** One for each tick that the read asked for and that was acked well before. */
function samplesOf(
  dataset: Dataset,
  { tenant, window, start, seen = [] }: ReadEvent,
  stripe: number,
  acked: ReadonlyMap<string, readonly Acked[]>,
): Samples[] {
  const series = seriesOfStripe(dataset, { tenant, stripe })
  const isAsked = ({ tick, end }: Acked) => {
    const at = timeOf(dataset, { tenant, stripe }, tick)
    return window !== undefined && at > window.from && at <= window.to && end <= start - THIRD
  }
  const groups = seen.filter(g => g.stripe === undefined || g.stripe === stripe)
  return (acked.get(`${tenant} ${stripe}`) ?? []).filter(isAsked).map(({ tick }) => ({
    series,
    found: new Set(
      groups.filter(g => g.ticks.some(([from, to]) => from <= tick && tick <= to)).flatMap(g => g.series ?? series),
    ),
  }))
}

function unlike(dataset: Dataset, { tenant, start }: ReadEvent, samples: readonly Samples[], kept: number[][]): string {
  const all = samples.reduce((sum, s) => sum + s.series.length, 0)
  const has = samples.reduce((sum, s) => sum + s.found.size, 0)
  const most = samples.reduce((sum, s) => sum + s.series.filter(i => kept[i]!.length > 0).length, 0)
  return `a read of ${dataset.tenants[tenant]} at ${new Date(start).toISOString().slice(11, 23)} found ${has} of ${all} samples, and no pair of zones gives just those (all zones: ${most})`
}

/** The same for the reads that the scenario itself made, each of all series of a tenant. */
export function wholeReads(events: readonly HistoryEvent[], { kept, zones }: KeptFact): ShardReads {
  const found: ShardReads = { reads: 0, partial: 0, unexplained: [] }
  for (const event of events) {
    if (event.type !== 'fact' || event.fact !== FOUND) continue
    const { tenant, series } = event.value as FoundFact
    const own = kept[tenant]
    if (!own) continue
    const has = own.map((_, i) => hasSeries(series, i))
    const explains = ([a, b]: [number, number]) =>
      own.every((zones, i) => has[i] === (zones.includes(a) || zones.includes(b)))
    found.reads++
    if (has.includes(false)) found.partial++
    if (!pairsOf(zones).some(explains))
      found.unexplained.push(
        `a read of tenant ${tenant} found ${has.filter(Boolean).length} of ${own.length} series, and no pair of zones gives just those`,
      )
  }
  return found
}

/** What contradicts the prediction: a read that no pair of zones explains, too few reads, or none with anything missing. @param least reads */
export function asPredicted(judged: Judged, least: number): string | undefined {
  const fact = judged.events.find(e => e.type === 'fact' && e.fact === KEPT)
  if (fact?.type !== 'fact') return 'what readers should find was not predicted: the step did not come so far'
  const all = [shardReads(judged, fact.value as KeptFact), wholeReads(judged.events, fact.value as KeptFact)]
  const sum = (of: (some: ShardReads) => number) => all.reduce((n, some) => n + of(some), 0)
  const [reads, partial, unexplained] = [sum(s => s.reads), sum(s => s.partial), all.flatMap(s => s.unexplained)]
  if (reads < least) return `${reads} reads of samples that were written before, at least ${least} wanted`
  if (partial === 0) return `all ${reads} reads found everything: nothing was missing`
  return unexplained.length === 0 ? undefined : `${unexplained.length} of ${reads} reads: ${unexplained[0]}`
}
