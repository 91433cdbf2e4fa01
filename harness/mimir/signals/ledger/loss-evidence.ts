import { clock, count, counted, during, some, span } from '../../../checks/explain.ts'
import { greatest, least } from '../../../checks/statistics.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Evidence } from '../../../history/verdict.ts'
import type { ReadEvent } from '../reads/reads-records.ts'
import { zonesSay } from '../redundancy/zones-say.ts'
import { timeOf } from './dataset.ts'
import { stripeName } from './kinds/index.ts'
import { type SampleRange, stalenessOf, ticksIn } from './sample-ranges.ts'
import type { SampleStatus } from './stripes.ts'

/** Puts ranges into words: whose samples, which, when; what the reads said of them; the step and fault at that moment. */
export function describer(run: RunInfo, events: readonly HistoryEvent[]) {
  const when = during(events)
  const zones = zonesSay(run, events)

  return {
    lost(range: SampleRange): Evidence {
      const missing = readOf(range, 'since', 'first')!
      const seen = readOf(range, 'seen', 'last')
      const story = seen
        ? `last seen by ${nameOf(seen)}, missing since ${nameOf(missing)}, ${when(seen.start, missing.end)}`
        : `never seen, missing since ${nameOf(missing)}; written ${when(...timesOf(range))}`
      const { tenant, stripe } = range.stripe
      const said = zones({ tenant, stripe, series: range.series, ticks: range.ticks })
      const replicas = said === undefined ? '' : `; each zone alone: ${said}`
      return describe(range, 'lost', `acked and gone: ${count(range.samples)} acked, 0 found; ${story}${replicas}`, {
        foundAt: missing.end,
      })
    },

    stale(range: SampleRange): Evidence {
      const missing = readOf(range, 'since', 'first')!
      const back = readOf(range, 'healed', 'last')!
      const most = stalenessOf([range]).at(-1)!
      const story = `${nameOf(missing)} missed them, ${nameOf(back)} had them again, ${span(most)} after their ack at most`
      const what = `acked, then absent, then back: ${story}; ${when(missing.start, back.end)}`
      return describe(range, 'stale', what, { foundAt: missing.end, more: { longestMs: Math.round(most) } })
    },

    phantom(range: SampleRange): Evidence {
      const what = `seen by ${nameOf(readOf(range, 'seen', 'last')!)} and written by nobody`
      return describe(range, 'phantom', what)
    },

    neverRead(range: SampleRange): Evidence {
      const what = `acked, and covered by no successful read that began after the ack; written ${when(...timesOf(range))}`
      return describe(range, 'never-read', what)
    },
  }

  function describe(
    range: SampleRange,
    kind: string,
    what: string,
    { foundAt, more = {} }: { foundAt?: number; more?: Record<string, unknown> } = {},
  ): Evidence {
    const { stripe, series, ticks, samples } = range
    const tenant = run.tenants[stripe.tenant]!
    const [from, to] = timesOf(range)
    const all = series.length === stripe.series
    const which = all ? `all ${count(series.length)} series` : `${count(series.length)} series (series ${some(series)})`
    const interval = from === to ? `at ${clock(from)}` : `from ${clock(from)} to ${clock(to)}`
    return {
      kind,
      text: `${tenant} ${stripeName(run.dataset, stripe)}: ${counted(samples, 'sample')} of ${which} ${interval}, ${what}`,
      from,
      to,
      ...(foundAt !== undefined && { foundAt: Math.max(to, foundAt) }),
      tenant,
      data: {
        stripe: stripe.stripe,
        series: all ? 'all' : series,
        fromTick: ticks[0],
        toTick: ticks[1],
        samples,
        ...more,
      },
    }
  }

  function timesOf({ stripe, ticks }: SampleRange): [from: number, to: number] {
    // Timestamps of samples that are late go back and forth.
    const times = Array.from({ length: ticks[1] - ticks[0] + 1 }, (_, i) => timeOf(run.dataset, stripe, ticks[0] + i))
    return [least(times, it => it), greatest(times, it => it)]
  }
}

/** The first or last of the reads that a range's statuses name as `seen`, `since` or `healed`. */
function readOf(
  range: SampleRange,
  what: Exclude<keyof SampleStatus, 'series'>,
  which: 'first' | 'last',
): ReadEvent | undefined {
  const ranks = [...ticksIn(range)].map(([status, tick]) => status[what][tick]!).filter(rank => rank >= 0)
  const rank = ranks.reduce((a, b) => (which === 'first' ? Math.min(a, b) : Math.max(a, b)), ranks[0] ?? -1)
  return range.stripe.reads[rank]
}

/** `the instant read of 12:00:01.200` */
const nameOf = (read: ReadEvent): string => `the ${read.path} read of ${clock(read.start)}`
