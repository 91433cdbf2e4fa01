import { SCRAPE } from '../../ticks-plan.ts'
import type { Amiss, Hole, Made, ReadingEvent, Stored } from './ticks-records.ts'

/** A stretch of ticks that some series lack. */
export interface LostTicks {
  from: number
  to: number
  series: number
  /** Of all these series together. */
  ticks: number
}

/** What a reading differs in from what was stored before the move. */
export interface Difference {
  /** Ticks of the history that are missing, and those that were scraped. */
  history: LostTicks[]
  live: LostTicks[]
  /** Times of which the server answers too little though its files have it all. */
  notServed: Amiss[]
  /** Samples of a time before the move that were not there: somebody else's data. */
  foreign: Stored[]
  /** Ticks that are there at two times. */
  twice: Stored[]
  /** Samples of the history that are not their tick. */
  wrong: number
}

/** What a later reading lacks, and what it has too much. @param before what was stored when the server had stopped */
export function differenceOf(made: Made, before: ReadingEvent, after: ReadingEvent): Difference {
  const history = lostHistory(made, before, after)
  const end = before.live.at(-1)?.at ?? made.until
  const had = new Map(before.live.map(s => [keyOf(s), s]))
  const has = new Map(after.live.map(s => [keyOf(s), s]))
  const missing = before.live.flatMap(s => {
    const series = s.series - (has.get(keyOf(s))?.series ?? 0)
    return series > 0 ? [{ ...s, series }] : []
  })
  const foreign = after.live.filter(s => s.at <= end && !had.has(keyOf(s)))
  const byTick = Map.groupBy(after.live, s => s.tick)
  return {
    history,
    live: joined(missing),
    notServed: history.length > 0 ? [] : (after.served?.amiss ?? []),
    foreign,
    twice: [...byTick.values()].flatMap(all => all.slice(1)).filter(s => !foreign.includes(s)),
    wrong: (after.history ?? []).reduce((sum, h) => sum + h.wrong, 0),
  }
}

const keyOf = ({ at, tick }: Stored): string => `${at} ${tick}`

/** Holes of the history that were none before, those of several series as one. */
function lostHistory(made: Made, before: ReadingEvent, after: ReadingEvent): LostTicks[] {
  const whole: Hole = [made.from, made.until - made.step, (made.until - made.from) / made.step]
  const holes = (before.history ?? []).flatMap(({ series, holes: known }) => {
    const now = after.history?.find(h => h.series === series)?.holes ?? [whole]
    return now.filter(hole => !known.some(k => String(k) === String(hole)))
  })
  const alike = Map.groupBy(holes, ([from, to]) => `${from} ${to}`)
  return [...alike.values()].map(all => {
    const [from, to] = all[0]!
    return { from, to, series: all.length, ticks: all.reduce((sum, [, , n]) => sum + n, 0) }
  })
}

/** Scraped ticks that follow each other as one stretch. */
function joined(missing: readonly Stored[]): LostTicks[] {
  const lost: LostTicks[] = []
  for (const { at, series } of missing) {
    const last = lost.at(-1)
    if (last && at - last.to < 1.5 * SCRAPE)
      Object.assign(last, { to: at, ticks: last.ticks + series, series: Math.max(last.series, series) })
    else lost.push({ from: at, to: at, series, ticks: series })
  }
  return lost
}

/** All ticks that are missing. */
export const ticksLost = ({ history, live, notServed }: Difference): number =>
  [...history, ...live].reduce((sum, l) => sum + l.ticks, 0) +
  notServed.reduce((sum, a) => sum + Math.max(0, a.expected - a.found), 0)

/** Samples that a reading has, of the history and of what was scraped. */
export const samplesIn = ({ history, live }: ReadingEvent): number =>
  (history ?? []).reduce((sum, h) => sum + h.samples, 0) + live.reduce((sum, s) => sum + s.series, 0)
