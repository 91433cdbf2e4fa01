import { objectiveAt, type Phase, phasesOf } from '../../../checks/objectives.ts'
import type { HistoryEvent, Ticks } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run.ts'
import type { PathName } from '../../../history/signal.ts'
import type { Seen } from '../reads/records.ts'
import { timeOf } from './dataset.ts'
import { type Fate, type SampleRead, type Shard, shardsOf } from './shards.ts'
import { union } from './ticks.ts'

/**
 * Follows every sample of a run through all reads. A read has to hold a sample when its window covers it and the read began no
 * earlier than `readableAfter` of the path's objective after the ack. One sighting proves existence whenever it was; an absence
 * proves something only in a read that had to hold the sample.
 *
 * Time and memory grow with requests and ticks, not with samples: series share a fate until some read tells them apart.
 */
export function samplesOf(run: RunInfo, events: readonly HistoryEvent[]): Shard[] {
  const shards = shardsOf(run, events)
  const phases = phasesOf(run, events)
  for (const shard of shards) {
    for (const [rank, read] of shard.reads.entries()) follow(run, phases, shard, read, rank)
  }
  return shards
}

function follow(
  run: RunInfo,
  phases: readonly Phase[],
  shard: Shard,
  { start, window, ...read }: SampleRead,
  rank: number,
): void {
  const zero = timeOf(run.dataset, shard, 0)
  const first = Math.max(0, Math.floor((window.from - zero) / run.dataset.interval) + 1)
  const last = Math.min(shard.size - 1, Math.floor((window.to - zero) / run.dataset.interval))
  const ackedBy = start - objectiveAt(run, phases, objectiveOf(read), shard.tenant, start).readableAfter
  for (const [fate, present] of tellApart(shard, shown(read))) {
    let next = first
    for (const [from, to] of present) {
      miss(fate, next, Math.min(from - 1, last), rank, shard.acked, ackedBy)
      sight(fate, from, to, rank)
      next = Math.max(next, to + 1)
    }
    miss(fate, next, last, rank, shard.acked, ackedBy)
  }
}

/** Whose objective holds for a read of samples: what is read back at the end was written for instant queries. */
const objectiveOf = ({ path }: Pick<SampleRead, 'path'>): PathName => (path === 'range' ? 'range' : 'instant')

function miss(fate: Fate, from: number, to: number, rank: number, acked: Float64Array, ackedBy: number): void {
  const { seen, absent, since } = fate
  for (let tick = from; tick <= to; tick++) {
    if (acked[tick]! > ackedBy) continue
    if (since[tick]! < 0 || since[tick]! < seen[tick]!) since[tick] = rank
    absent[tick] = rank
  }
}

function sight({ seen, absent, healed }: Fate, from: number, to: number, rank: number): void {
  for (let tick = from; tick <= to; tick++) {
    if (absent[tick]! > seen[tick]!) healed[tick] = rank
    seen[tick] = rank
  }
}

/** What an answer held. A sample with a wrong value, or with two, is there: it is corrupt or a duplicate, and not also lost. */
const shown = ({ seen, anomalies = [] }: Pick<SampleRead, 'seen' | 'anomalies'>): Seen[] => [
  ...seen,
  ...anomalies
    .filter(a => a.kind === 'corrupt' || a.kind === 'duplicate')
    .map((a): Seen => ({ series: [a.series], ticks: [[a.tick, a.tick]] })),
]

/** Each fate with what an answer held of it, as ascending ranges of ticks. A fate whose series differ in it is split. */
function tellApart(shard: Shard, groups: Seen[]): [Fate, Ticks[]][] {
  const ofAll = groups.filter(g => g.series === undefined).flatMap(g => g.ticks)
  if (groups.every(g => g.series === undefined)) {
    const ticks = union(ofAll)
    return shard.fates.map(fate => [fate, ticks])
  }
  const groupsOf = new Map<number, Seen[]>()
  for (const group of groups) {
    for (const series of group.series ?? []) groupsOf.set(series, [...(groupsOf.get(series) ?? []), group])
  }
  const keyOf = (series: number) => (groupsOf.get(series) ?? []).map(g => groups.indexOf(g)).join()
  const apart = shard.fates.flatMap(fate => {
    const alike = [...Map.groupBy(fate.series, keyOf).values()]
    return alike.map((series): [Fate, Ticks[]] => [
      alike.length === 1 ? fate : copyFor(series, fate),
      union([...ofAll, ...(groupsOf.get(series[0]!) ?? []).flatMap(g => g.ticks)]),
    ])
  })
  shard.fates = apart.map(([fate]) => fate)
  return apart
}

const copyFor = (series: number[], { seen, absent, since, healed }: Fate): Fate => ({
  series,
  seen: seen.slice(),
  absent: absent.slice(),
  since: since.slice(),
  healed: healed.slice(),
})
