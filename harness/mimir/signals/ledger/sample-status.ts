import { objectiveAt, type Phase, phasesOf } from '../../../checks/phases.ts'
import type { HistoryEvent, Ticks } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { PathName } from '../../../history/signal.ts'
import type { Seen } from '../reads/reads-records.ts'
import { type SampleRead, type SampleStatus, type StripeHistory, stripeHistoriesOf } from './stripes.ts'
import { union, without } from './ticks.ts'
import { ticksAsked } from './ticks-asked.ts'

/**
 * Follows every sample of a run through all reads. A read has to hold a sample when its window covers it and the read began no
 * earlier than `readableAfter` of the path's objective after the ack. A read that returns a sample proves that it was stored. A
 * missing sample counts only in a read that had to hold it.
 *
 * Time and memory grow with requests and ticks, not with samples: series share a status until some read tells them apart.
 */
export function samplesOf(run: RunInfo, events: readonly HistoryEvent[]): StripeHistory[] {
  const stripes = stripeHistoriesOf(run, events)
  const phases = phasesOf(run, events)
  for (const stripe of stripes) {
    for (const [rank, read] of stripe.reads.entries()) follow(run, phases, stripe, read, rank)
  }
  return stripes
}

function follow(
  run: RunInfo,
  phases: readonly Phase[],
  stripe: StripeHistory,
  { start, window, ...read }: SampleRead,
  rank: number,
): void {
  const asked = ticksAsked(run.dataset, stripe, window, stripe.size)
  const ackedBy = start - objectiveAt(run, phases, objectiveOf(read), stripe.tenant, start).readableAfter
  const age = start - youngest(stripe.acked, asked, ackedBy)
  if (age < Infinity && read.path !== 'final' && read.path !== 'blocks-only') stripe.ages.push(age)
  for (const [status, present] of splitStatus(stripe, shown(read))) {
    for (const ticks of without(asked, present)) miss(status, ticks, rank, stripe.acked, ackedBy)
    for (const ticks of present) sight(status, ticks, rank)
  }
}

/** When the last of these ticks was acked that was so by a moment; -Infinity where none was. */
function youngest(acked: Float64Array, asked: readonly Ticks[], by: number): number {
  let at = -Infinity
  for (const [first, last] of asked)
    for (let tick = first; tick <= last; tick++) if (acked[tick]! <= by && acked[tick]! > at) at = acked[tick]!
  return at
}

/** Whose objective holds for a read of samples: what is read back at the end was written for instant queries. */
const objectiveOf = ({ path }: Pick<SampleRead, 'path'>): PathName => (path === 'range' ? 'range' : 'instant')

function miss(status: SampleStatus, [from, to]: Ticks, rank: number, acked: Float64Array, ackedBy: number): void {
  const { seen, absent, since } = status
  for (let tick = from; tick <= to; tick++) {
    if (acked[tick]! > ackedBy) continue
    if (since[tick]! < 0 || since[tick]! < seen[tick]!) since[tick] = rank
    absent[tick] = rank
  }
}

function sight({ seen, absent, healed }: SampleStatus, [from, to]: Ticks, rank: number): void {
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

/** Each status with what an answer held of it, as ascending ranges of ticks. A status whose series differ in it is split. */
function splitStatus(stripe: StripeHistory, groups: Seen[]): [SampleStatus, Ticks[]][] {
  const ofAll = groups.filter(g => g.series === undefined).flatMap(g => g.ticks)
  if (groups.every(g => g.series === undefined)) {
    const ticks = union(ofAll)
    return stripe.statuses.map(status => [status, ticks])
  }
  const groupsOf = new Map<number, Seen[]>()
  for (const group of groups) {
    for (const series of group.series ?? []) groupsOf.set(series, [...(groupsOf.get(series) ?? []), group])
  }
  const keyOf = (series: number) => (groupsOf.get(series) ?? []).map(g => groups.indexOf(g)).join()
  const apart = stripe.statuses.flatMap(status => {
    const alike = [...Map.groupBy(status.series, keyOf).values()]
    return alike.map((series): [SampleStatus, Ticks[]] => [
      alike.length === 1 ? status : copyFor(series, status),
      union([...ofAll, ...(groupsOf.get(series[0]!) ?? []).flatMap(g => g.ticks)]),
    ])
  })
  stripe.statuses = apart.map(([status]) => status)
  return apart
}

const copyFor = (series: number[], { seen, absent, since, healed }: SampleStatus): SampleStatus => ({
  series,
  seen: seen.slice(),
  absent: absent.slice(),
  since: since.slice(),
  healed: healed.slice(),
})
