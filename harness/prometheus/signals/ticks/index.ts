import { comparesAll } from '../../../checks/excludes.ts'
import { count } from '../../../checks/explain.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { LiveSignal } from '../../../load/client.ts'
import { systemClock } from '../../../util/clock.ts'
import { rsync } from '../../rsync.ts'
import { DAYS, SERIES, TICK, VM } from '../../ticks-plan.ts'
import { tsdbTicks } from '../../tsdb-ticks.ts'
import { blocksCheck } from './blocks-check.ts'
import { cutOverCheck, cutOverExcludes, cutOverOf, numbersOfCutOver } from './cut-over.ts'
import { evaluationsCheck, evaluationsExcludes } from './evaluations-check.ts'
import { onlyScrapes } from './scrape-stream.ts'
import { samplesIn, ticksLost } from './stored-ticks.ts'
import { differences, readingsOf, storedBefore, ticksCheck, ticksExcludes } from './ticks-check.ts'
import { historyParameter } from './ticks-parameters.ts'
import { madeOf, ReadingEvent, ScrapeEvent, ticksFields } from './ticks-records.ts'
import { DAY } from './tsdb-served.ts'
import { volumeCheck } from './volume-check.ts'

/** What is exposed, scraped, stored and moved, tick by tick. */
export const ticks: LiveSignal = {
  name: 'ticks',
  always: true,
  needs: [tsdbTicks, rsync],
  records: [ScrapeEvent, ReadingEvent],
  fields: ticksFields,
  streams: [onlyScrapes],
  checks: {
    ticks: { judge: ticksCheck, excludes: ticksExcludes },
    blocks: { judge: blocksCheck, excludes: comparesAll },
    'cut-over': { judge: cutOverCheck, excludes: cutOverExcludes },
    evaluations: { judge: evaluationsCheck, excludes: evaluationsExcludes },
    volume: volumeCheck,
  },
  allowances: { cutOver: {} },
  parameters: [historyParameter],
  numbers,
  compared: ['cut_over_ms', 'cut_over_beyond_restart_ms', 'lost_ticks', 'replay_ms'],
  sums: [{ name: 'stored ticks lost', bad: ['lost_ticks'], of: ['stored_ticks'] }],
  facts(run) {
    const { from, until, step, series } = madeOf(run)
    return [['history', `${count(((until - from) / step) * series)} ticks of ${DAYS} days`]]
  },
  describe({ parameters }) {
    const step = Number(parameters[historyParameter.flag] ?? 60) * 1000
    // What comes after it is scraped.
    const until = Math.floor(systemClock.now() / step) * step
    return { fields: { made: { from: until - DAYS * DAY, until, step, series: SERIES } } }
  },
  client: async () => (await import('./ticks-client.ts')).ticksClient(),
}

/** Scraped samples from which on the time of a replay is theirs, and not that of opening files. */
const MANY = 100_000

/** Four counts that are kept apart, what the move cost, and how long a replay took. */
function numbers(run: RunInfo, events: readonly HistoryEvent[]): Record<string, number> {
  const before = storedBefore(events)
  const compared = differences(run, events)
  const scrapes = events.filter(e => e.type === 'scrape').filter(e => e.side === VM)
  const moved = compared.at(-1)
  const replays = readingsOf(events).filter(r => r.moment === 'moved' && r.served)
  const cut = cutOverOf(events)
  const live = before?.live.reduce((sum, s) => sum + s.series, 0) ?? 0
  const replay = replays[0]?.served?.replaySeconds
  return {
    ...(scrapes.length > 0 && {
      exposed_ticks: scrapes.at(-1)!.tick - scrapes[0]!.tick + 1,
      answered_scrapes: scrapes.length,
    }),
    ...(before && {
      stored_scrapes: before.live.length,
      stored_ticks: samplesIn(before),
      verify_ms: Math.round(before.took),
    }),
    ...(moved && {
      moved_ticks: samplesIn(before!) - ticksLost(moved.difference),
      lost_ticks: Math.max(...compared.map(c => ticksLost(c.difference))),
    }),
    ...(cut && numbersOfCutOver(cut)),
    ...(replay !== undefined && { replay_ms: Math.round(replay * 1000) }),
    ...(replay !== undefined &&
      live >= MANY && { replay_seconds_per_million_samples: Number(((replay * 1e6) / live).toFixed(3)) }),
    tick_ms: TICK,
  }
}

declare module '../../../history/signal.ts' {
  interface CheckNames {
    ticks: true
    blocks: true
    'cut-over': true
    evaluations: true
    volume: true
  }
  interface AllowanceNames {
    cutOver: true
  }
}
