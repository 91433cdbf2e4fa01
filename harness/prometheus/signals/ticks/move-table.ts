import { count, span } from '../../../checks/explain.ts'
import type { ToldTable } from '../../../history/events.ts'
import { SCRAPE } from '../../ticks-plan.ts'
import { differenceOf } from './stored-ticks.ts'
import type { Made, ReadingEvent } from './ticks-records.ts'

/** What a move has cost, in a row: variants and negative controls of one command stand below each other. */
export function moveTable(made: Made, before: ReadingEvent, after: ReadingEvent): ToldTable {
  const { history, live, foreign } = differenceOf(made, before, after)
  const last = before.live.at(-1)?.at
  const first = after.live.find(s => last !== undefined && s.at > last)?.at
  const gap = last === undefined || first === undefined ? undefined : first - last
  const sum = (lost: typeof history) => count(lost.reduce((n, l) => n + l.ticks, 0))
  return {
    title: 'what the move cost',
    heads: [
      '#gap',
      '#scrapes missed',
      '#lost of the history',
      '#lost of the scraped',
      '#foreign',
      '#replay',
      '#on both disks',
    ],
    rows: [
      [
        gap === undefined ? 'not seen' : span(gap),
        gap === undefined ? 'not seen' : String(Math.max(0, Math.round(gap / SCRAPE) - 1)),
        sum(history),
        sum(live),
        count(foreign.length),
        span((after.served?.replaySeconds ?? 0) * 1000),
        `${((before.bytes + after.bytes) / 1e6).toFixed(1)} MB`,
      ],
    ],
  }
}
