import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import { kindOf, seriesOfStripe, timeOf } from '../ledger/dataset.ts'

/** For so long after its last sample a series counts in an instant vector, ms: Mimir's querier.lookback-delta. */
const LOOKBACK = 300_000

/** How many series an evaluation may count. */
export interface Bounds {
  least: number
  most: number
}

/** Of one stripe, by what the ledger recorded; moments in milliseconds, ascending. */
interface Written {
  series: number
  /** Timestamps of samples that somebody tried to write. */
  tried: number[]
  /** When each was acked, and the youngest timestamp acked by then. */
  acked: { end: number; time: number }[]
}

/**
 * What `count(gauntlet_sample)` must come to; other kinds of samples have other metrics. At least the series that have an acked sample: acked longer before the evaluation than it may take to be readable,
 * and no older than the lookback. At most those of which a sample with a timestamp before it was sent at all, acked or not.
 */
export class Countable {
  readonly #stripes: Written[][]

  constructor(run: RunInfo, events: readonly HistoryEvent[]) {
    const writes = events.filter(e => e.type === 'write').filter(w => kindOf(run.dataset, w) === undefined)
    this.#stripes = run.tenants.map((_, tenant) => {
      const own = Map.groupBy(
        writes.filter(w => w.tenant === tenant),
        w => w.stripe,
      )
      return [...own].map(([stripe, requests]): Written => {
        const youngest = (tick: number) => timeOf(run.dataset, { tenant, stripe }, tick)
        const ends = requests
          .filter(w => w.outcome === 'acked')
          .map(w => ({ end: w.end, time: youngest(w.ticks[1]) }))
          .sort((a, b) => a.end - b.end)
        return {
          series: seriesOfStripe(run.dataset, { tenant, stripe }).length,
          tried: requests
            .flatMap(w => Array.from({ length: w.ticks[1] - w.ticks[0] + 1 }, (__, i) => youngest(w.ticks[0] + i)))
            .sort((a, b) => a - b),
          acked: ends.map((e, i) => ({ ...e, time: Math.max(e.time, ends[i - 1]?.time ?? 0) })),
        }
      })
    })
  }

  /** When the first sample of a tenant was acked; Infinity if none was. */
  since(tenant: number): number {
    return Math.min(Infinity, ...this.#stripes[tenant]!.map(({ acked }) => acked[0]?.end ?? Infinity))
  }

  /**
   * @param at the evaluation's timestamp
   * @param readableAfter how long after its ack a sample may be missing in an answer
   */
  at(tenant: number, at: number, readableAfter: number): Bounds {
    const counts = (time: number | undefined) => time !== undefined && time > at - LOOKBACK
    const sum = (which: (stripe: Written) => number | undefined) =>
      this.#stripes[tenant]!.reduce((all, s) => all + (counts(which(s)) ? s.series : 0), 0)
    return {
      least: sum(({ acked }) => acked.findLast(a => a.end <= at - readableAfter)?.time),
      most: sum(({ tried }) => tried.findLast(time => time <= at)),
    }
  }
}
