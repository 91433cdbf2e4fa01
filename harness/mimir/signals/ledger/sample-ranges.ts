import type { Ticks } from '../../../history/events.ts'
import type { SampleStatus, StripeHistory } from './stripes.ts'
import { runsOf } from './ticks.ts'

type Is = (status: SampleStatus, tick: number, stripe: StripeHistory) => boolean

/**
 * What can be wrong with a sample.
 * - lost: acked, missing in a read that had to hold it, and in no read that began later.
 * - stale: acked, missing in such a read, seen by a later one. A transient absence is a finding too: a careless shrink of shards hides
 *   data for minutes and heals.
 * - neverRead: acked, and covered by no read that began after the ack and proves something.
 * - phantom: seen and never written.
 */
const classes = {
  lost: (status, tick) => status.absent[tick]! > status.seen[tick]!,
  stale: (status, tick) => status.absent[tick]! >= 0 && status.seen[tick]! > status.absent[tick]!,
  neverRead: ({ absent, seen }, tick, { acked, reads }) =>
    acked[tick]! < Infinity && absent[tick]! < 0 && !(seen[tick]! >= 0 && reads[seen[tick]!]!.start >= acked[tick]!),
  phantom: (status, tick, stripe) => status.seen[tick]! >= 0 && stripe.attempted[tick] === 0,
} satisfies Record<string, Is>

/** Neighbouring samples of one class: a range of ticks of some series of a stripe. */
export interface SampleRange {
  stripe: StripeHistory
  /** Whose series these are. */
  statuses: SampleStatus[]
  /** Ascending. */
  series: number[]
  ticks: Ticks
  samples: number
}

/**
 * The samples of a class: the longest runs of ticks of each series, with the series that share a run put together. Equal sets of
 * samples give equal ranges, in order of tenant, stripe and tick.
 */
export const sampleRangesOf = (stripes: readonly StripeHistory[], kind: keyof typeof classes): SampleRange[] =>
  stripes.flatMap(stripe => {
    const ranges = new Map<string, SampleRange>()
    for (const status of stripe.statuses) {
      for (const ticks of runsOf(stripe.size, tick => classes[kind](status, tick, stripe))) {
        const range = ranges.get(ticks.join()) ?? { stripe, statuses: [], series: [], ticks, samples: 0 }
        ranges.set(ticks.join(), range)
        range.statuses.push(status)
        range.series.push(...status.series)
        range.samples += status.series.length * (ticks[1] - ticks[0] + 1)
      }
    }
    for (const range of ranges.values()) range.series.sort((a, b) => a - b)
    return [...ranges.values()].sort((a, b) => a.ticks[0] - b.ticks[0] || a.ticks[1] - b.ticks[1])
  })

/** Every tick of a range with the status of its series. */
export function* ticksIn({
  statuses,
  ticks: [from, to],
}: SampleRange): Generator<[status: SampleStatus, tick: number]> {
  for (const status of statuses) for (let tick = from; tick <= to; tick++) yield [status, tick]
}

/** How long each stale sample took from its ack until the first read that held it again had ended: milliseconds, ascending. */
export const stalenessOf = (stale: readonly SampleRange[]): number[] =>
  stale
    .flatMap(range =>
      [...ticksIn(range)].flatMap(([status, tick]) => status.series.map(() => staleness(range.stripe, status, tick))),
    )
    .sort((a, b) => a - b)

const staleness = ({ reads, acked }: StripeHistory, { healed }: SampleStatus, tick: number): number =>
  reads[healed[tick]!]!.end - acked[tick]!
