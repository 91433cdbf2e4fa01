import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Evidence } from '../../../history/verdict.ts'
import { wrongSamples } from './anomalies.ts'
import { type Increases, increasesIn } from './kinds/increase.ts'
import { type KindTotals, kindTotals } from './kinds/kind-totals.ts'
import { type Refusals, refusalsIn } from './kinds/refusals.ts'
import { type SampleRange, sampleRangesOf } from './sample-ranges.ts'
import { samplesOf } from './sample-status.ts'
import type { StripeHistory } from './stripes.ts'

/** What became of every sample of a run: the ranges that are not as they should be, and how many samples of each kind there are. */
export interface SampleTotals {
  lost: SampleRange[]
  stale: SampleRange[]
  neverRead: SampleRange[]
  phantom: SampleRange[]
  /** Evidence for single samples that some answer showed corrupt, twice or out of nowhere. */
  wrong: Evidence[]
  /** How long ago the youngest sample was acked that reads under load had to hold, by stripe. */
  youngest: Pick<StripeHistory, 'tenant' | 'stripe' | 'ages'>[]
  /** Successful reads of samples. */
  reads: number
  samples: Record<(typeof kinds)[number], number>
  /** The same of each kind of samples but floats by remote write 1.0. */
  byKind: KindTotals[]
  /** Increases of counters. */
  increases: Increases
  /** What came too late. */
  refusals: Refusals
}

/** `unknown` were neither acked, limited, refused nor rejected by any attempt; `recovered` are those of them that some read saw; so `rejected_stored`. */
const kinds = [
  'acked',
  'refused',
  'rejected',
  'rejected_stored',
  'limited',
  'limited_stored',
  'unknown',
  'recovered',
  'lost',
  'stale',
  'never_read',
  'corrupt',
  'duplicate',
  'phantom',
] as const

/** Check and numbers ask for the same history, and following a million samples takes a second. */
const known = new WeakMap<readonly HistoryEvent[], SampleTotals>()

export function sampleTotals(run: RunInfo, events: readonly HistoryEvent[]): SampleTotals {
  const totals = known.get(events) ?? counted(run, events)
  known.set(events, totals)
  return totals
}

function counted(run: RunInfo, events: readonly HistoryEvent[]): SampleTotals {
  const stripes = samplesOf(run, events)
  const wrong = wrongSamples(run, events)
  const lost = sampleRangesOf(stripes, 'lost')
  const stale = sampleRangesOf(stripes, 'stale')
  const neverRead = sampleRangesOf(stripes, 'neverRead')
  // A killed harness has not recorded the writes in flight, so what these stored is no phantom.
  const phantom = events.some(e => e.type === 'end') ? sampleRangesOf(stripes, 'phantom') : []
  const total = (ranges: SampleRange[]) => ranges.reduce((sum, p) => sum + p.samples, 0)
  const single = (kind: string) => wrong.filter(e => e.kind === kind).length
  return {
    lost,
    stale,
    neverRead,
    phantom,
    wrong,
    youngest: stripes,
    byKind: kindTotals(run, stripes, lost),
    increases: increasesIn(run, events, stripes),
    refusals: refusalsIn(run, events, stripes),
    reads: stripes.reduce((sum, s) => sum + s.reads.length, 0),
    samples: {
      ...outcomesOf(stripes),
      lost: total(lost),
      stale: total(stale),
      never_read: total(neverRead),
      corrupt: single('corrupt'),
      duplicate: single('duplicate'),
      phantom: single('phantom') + total(phantom),
    },
  }
}

function outcomesOf(stripes: readonly StripeHistory[]) {
  const n = {
    acked: 0,
    refused: 0,
    rejected: 0,
    rejected_stored: 0,
    limited: 0,
    limited_stored: 0,
    unknown: 0,
    recovered: 0,
  }
  for (const { acked, attempted, unknown, limited, refused, size, statuses } of stripes) {
    for (const { series, seen } of statuses) {
      for (let tick = 0; tick < size; tick++) {
        if (attempted[tick] === 0) continue
        const found = seen[tick]! >= 0 ? series.length : 0
        if (acked[tick]! < Infinity) n.acked += series.length
        else if (unknown[tick] === 1) {
          n.unknown += series.length
          n.recovered += found
        } else if (limited[tick] === 1) {
          n.limited += series.length
          n.limited_stored += found
        } else if (refused[tick] === 1) n.refused += series.length
        else {
          n.rejected += series.length
          n.rejected_stored += found
        }
      }
    }
  }
  return n
}
