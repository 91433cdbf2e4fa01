import type { HistoryEvent, Ticks } from '../history/events.ts'
import type { RunInfo } from '../history/run.ts'
import type { Finding } from '../history/verdict.ts'
import { type Account, accountOf } from './account.ts'
import { capped, count, counted, span } from './explain.ts'
import { describer } from './loss-evidence.ts'
import { patchesOf, stalenessOf } from './patches.ts'
import { samplesOf } from './samples.ts'
import { nearestRank } from './statistics.ts'

/** Samples of one shard: some series (ascending) or all, in an inclusive range of ticks. `tenant` is the index in the data set. */
export interface SampleSet {
  tenant: number
  shard: number
  series: number[] | 'all'
  ticks: Ticks
}

/**
 * Exactly the samples that were acked and are gone. Each entry is a longest run of ticks with all series of the shard that lost
 * just this run, in order of tenant, shard and tick: equal losses give equal answers.
 */
export const lostSamples = (run: RunInfo, events: readonly HistoryEvent[]): SampleSet[] =>
  patchesOf(samplesOf(run, events), 'lost').map(({ shard, series, ticks }) => ({
    tenant: shard.tenant,
    shard: shard.shard,
    series: series.length === shard.series ? 'all' : series,
    ticks,
  }))

/**
 * Was every acked sample there whenever it had to be? invalid: a sample was lost, stale, corrupt, a duplicate or a phantom.
 * unknown: an acked sample was never read after its ack, or none was acked. The classes are defined in patches.ts; which reads have
 * to show a sample, in samples.ts. `account` is that of the run, for who has it already.
 */
export function loss(
  run: RunInfo,
  events: readonly HistoryEvent[],
  account: Account = accountOf(run, events),
): Finding {
  const { acked, lost, stale, corrupt, duplicate, phantom, never_read } = account.samples
  const wrong = lost + stale + corrupt + duplicate + phantom > 0
  const describe = describer(run, events)
  return {
    check: 'loss',
    verdict: wrong ? 'invalid' : never_read > 0 || acked === 0 ? 'unknown' : 'valid',
    summary: summaryOf(account, run.objectives.steady.instant.readableAfter, wrong),
    evidence: capped([
      ...account.lost.map(describe.lost),
      ...account.stale.map(describe.stale),
      ...account.wrong,
      ...account.phantom.map(describe.phantom),
      ...account.unread.map(describe.unread),
    ]),
  }
}

function summaryOf({ samples, stale, reads }: Account, visibility: number, wrong: boolean): string {
  if (samples.acked === 0 && !wrong) return 'no sample was acked'
  const found = [
    `${count(samples.lost)} of ${counted(samples.acked, 'acked sample')} lost`,
    ...(['stale', 'corrupt', 'duplicate', 'phantom'] as const)
      .filter(kind => samples[kind] > 0)
      .map(
        kind => `${count(samples[kind])} ${kind}${kind === 'stale' ? ` (${distribution(stalenessOf(stale))})` : ''}`,
      ),
  ]
  const cover =
    samples.never_read > 0
      ? `${count(samples.never_read)} never read after their ack`
      : 'each was read at least once after its ack'
  return `${found.join(', ')}: ${cover}; ${wrong ? '' : '0 absent in '}${counted(reads, 'read')}, visibility bound ${span(visibility)}`
}

/** `ms from ack to sight 0 % 12, 50 % 30, 95 % 80, 99 % 99, 100 % 120` */
const distribution = (ascending: number[]): string =>
  `ms from ack until seen again: ${[0, 50, 95, 99, 100].map(p => `${p} % ${Math.round(nearestRank(ascending, p))}`).join(', ')}`
