import { count, counted, span } from '../../../checks/explain.ts'
import { nearestRank } from '../../../checks/statistics.ts'
import type { HistoryEvent, Ticks } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Finding } from '../../../history/verdict.ts'
import { kindsText, refusalsText } from './kinds/kind-totals.ts'
import { describer } from './loss-evidence.ts'
import { agesOf } from './loss-excludes.ts'
import { sampleRangesOf, stalenessOf } from './sample-ranges.ts'
import { samplesOf } from './sample-status.ts'
import { type SampleTotals, sampleTotals } from './sample-totals.ts'

/** Samples of one stripe: some series (ascending) or all, in an inclusive range of ticks. `tenant` is the index in the data set. */
export interface SampleSet {
  tenant: number
  stripe: number
  series: number[] | 'all'
  ticks: Ticks
}

/**
 * Exactly the samples that were acked and are gone. Each entry is a longest run of ticks with all series of the stripe that lost
 * just this run, in order of tenant, stripe and tick: equal losses give equal answers.
 */
export const lostSamples = (run: RunInfo, events: readonly HistoryEvent[]): SampleSet[] =>
  sampleRangesOf(samplesOf(run, events), 'lost').map(({ stripe, series, ticks }) => ({
    tenant: stripe.tenant,
    stripe: stripe.stripe,
    series: series.length === stripe.series ? 'all' : series,
    ticks,
  }))

/**
 * Was every acked sample there whenever it had to be? invalid: a sample was lost, stale, corrupt, a duplicate or a phantom, or a counter increased by
 * another amount than was written, or a sample was taken that had to be refused.
 * unknown: an acked sample was never read after its ack, or none was acked. The classes are defined in sample-ranges.ts; which reads have
 * to show a sample, in sample-status.ts.
 */
export function loss(run: RunInfo, events: readonly HistoryEvent[]): Finding {
  const totals = sampleTotals(run, events)
  const { acked, lost, stale, corrupt, duplicate, phantom, never_read } = totals.samples
  const { increases, refusals } = totals
  const wrong = lost + stale + corrupt + duplicate + phantom + increases.wrong.length + refusals.wrong.length > 0
  const describe = describer(run, events)
  return {
    check: 'loss',
    verdict: wrong ? 'invalid' : never_read > 0 || acked === 0 ? 'unknown' : 'valid',
    summary: summaryOf(totals, wrong),
    evidence: [
      ...totals.lost.map(describe.lost),
      ...totals.stale.map(describe.stale),
      ...totals.wrong,
      ...increases.wrong,
      ...refusals.wrong,
      ...totals.phantom.map(describe.phantom),
      ...totals.neverRead.map(describe.neverRead),
    ],
  }
}

function summaryOf(totals: SampleTotals, wrong: boolean): string {
  const { samples, stale, reads, byKind, increases, refusals } = totals
  if (samples.acked === 0 && !wrong) return 'no sample was acked'
  const of = counted(samples.acked, 'acked sample')
  const bad = [
    ...(samples.lost > 0 ? [`${count(samples.lost)} of ${of} lost`] : []),
    ...(samples.stale > 0
      ? [
          `${counted(samples.stale, 'acked sample')} missing in a read and present later (${sinceAck(stalenessOf(stale))})`,
        ]
      : []),
    ...(['corrupt', 'duplicate', 'phantom'] as const)
      .filter(kind => samples[kind] > 0)
      .map(kind => counted(samples[kind], `${kind} sample`)),
  ]
  if (increases.wrong.length > 0)
    bad.push(`${count(increases.wrong.length)} of ${counted(increases.judged, 'increase')} of a counter wrong`)
  if (refusals.wrong.length > 0) bad.push('samples taken that came too late')
  if (samples.lost === 0) bad.push(bad.length > 0 ? `none of ${of} lost` : `0 of ${of} lost`)
  const cover =
    samples.never_read > 0
      ? `${count(samples.never_read)} never read after their ack`
      : 'each was read at least once after its ack'
  return `${bad.join('; ')}: ${cover}; ${wrong ? '' : '0 absent in '}${counted(reads, 'read')}${youngestOf(totals)}${kindsText(byKind)}${refusalsText(refusals)}${increases.judged > 0 && increases.wrong.length === 0 ? `; ${counted(increases.judged, 'increase')} of a counter as written` : ''}`
}

/** `, youngest sample 4 ms old, median 31 ms`: reads prove that samples can be read so soon after their ack, and no sooner. */
function youngestOf(totals: SampleTotals): string {
  const ages = agesOf(totals)
  return ages.length === 0 ? '' : `, youngest sample ${span(ages[0]!)} old, median ${span(nearestRank(ages, 50))}`
}

/** `510 ms to 1.510 s after the ack`. @param ascending milliseconds */
const sinceAck = (ascending: readonly number[]): string =>
  `${[...new Set([ascending[0]!, ascending.at(-1)!].map(span))].join(' to ')} after the ack`
