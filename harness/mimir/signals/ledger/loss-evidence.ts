import { clock, count, counted, during, some, span } from '../../../checks/explain.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run.ts'
import type { Evidence } from '../../../history/verdict.ts'
import type { ReadEvent } from '../reads/records.ts'
import { timeOf } from './dataset.ts'
import { cellsOf, type Patch, stalenessOf } from './patches.ts'
import type { Fate } from './shards.ts'

/** Puts patches into words: whose samples, which, when; what the reads said of them; the step and fault at that moment. */
export function describer(run: RunInfo, events: readonly HistoryEvent[]) {
  const when = during(events)

  return {
    lost(patch: Patch): Evidence {
      const missing = readOf(patch, 'since', 'first')!
      const seen = readOf(patch, 'seen', 'last')
      const story = seen
        ? `last seen by ${nameOf(seen)}, missing since ${nameOf(missing)}, ${when(seen.start, missing.end)}`
        : `never seen, missing since ${nameOf(missing)}; written ${when(...timesOf(patch))}`
      return describe(patch, 'lost', `acked and gone: ${count(patch.samples)} acked, 0 found; ${story}`)
    },

    stale(patch: Patch): Evidence {
      const missing = readOf(patch, 'since', 'first')!
      const back = readOf(patch, 'healed', 'last')!
      const most = stalenessOf([patch]).at(-1)!
      const story = `${nameOf(missing)} missed them, ${nameOf(back)} had them again, ${span(most)} after their ack at most`
      const what = `acked, then absent, then back: ${story}; ${when(missing.start, back.end)}`
      return describe(patch, 'stale', what, { longestMs: Math.round(most) })
    },

    phantom(patch: Patch): Evidence {
      const what = `seen by ${nameOf(readOf(patch, 'seen', 'last')!)} and written by nobody`
      return describe(patch, 'phantom', what)
    },

    unread(patch: Patch): Evidence {
      const what = `acked, and covered by no successful read that began after the ack; written ${when(...timesOf(patch))}`
      return describe(patch, 'never-read', what)
    },
  }

  function describe(patch: Patch, kind: string, what: string, more: Record<string, unknown> = {}): Evidence {
    const { shard, series, ticks, samples } = patch
    const tenant = run.tenants[shard.tenant]!
    const [from, to] = timesOf(patch)
    const all = series.length === shard.series
    const which = all ? `all ${count(series.length)} series` : `${count(series.length)} series (series ${some(series)})`
    const interval = from === to ? `at ${clock(from)}` : `from ${clock(from)} to ${clock(to)}`
    return {
      kind,
      text: `${tenant} shard ${shard.shard}: ${counted(samples, 'sample')} of ${which} ${interval}, ${what}`,
      from,
      to,
      tenant,
      data: {
        shard: shard.shard,
        series: all ? 'all' : series,
        fromTick: ticks[0],
        toTick: ticks[1],
        samples,
        ...more,
      },
    }
  }

  function timesOf({ shard, ticks }: Patch): [from: number, to: number] {
    return [timeOf(run.dataset, shard, ticks[0]), timeOf(run.dataset, shard, ticks[1])]
  }
}

/** The first or last of the reads that a patch's fates name as `seen`, `since` or `healed`. */
function readOf(patch: Patch, what: Exclude<keyof Fate, 'series'>, which: 'first' | 'last'): ReadEvent | undefined {
  const ranks = [...cellsOf(patch)].map(([fate, tick]) => fate[what][tick]!).filter(rank => rank >= 0)
  const rank = ranks.reduce((a, b) => (which === 'first' ? Math.min(a, b) : Math.max(a, b)), ranks[0] ?? -1)
  return patch.shard.reads[rank]
}

/** `the instant read of 12:00:01.200` */
const nameOf = (read: ReadEvent): string => `the ${read.path} read of ${clock(read.start)}`
