import type { HistoryEvent } from '../../../harness/history/events.ts'
import { at, look, runOf } from './histories.ts'

/** Labels probes of tenant-a each 100 ms for 3 s, or for a tenth of so many seconds, each answered after 5 ms, or as `instead` says. */
export const probes = (
  instead: (ms: number) => HistoryEvent | undefined = () => undefined,
  length = 30,
): HistoryEvent[] =>
  Array.from({ length }, (_, i) => 100 * i + 50).map(ms => instead(ms) ?? look(ms, 'labels', { end: at(ms + 5) }))

export const refused = (ms: number): HistoryEvent =>
  look(ms, 'labels', { end: at(ms + 1), outcome: 'failed', status: 503, error: 'no healthy upstream' })

export const run = runOf({ spacing: { labels: 100 } })

/** A stall from 1.000 to 1.300 in which nothing failed, and a report that says that the harness could have made it. */
export const stall = (ms: number) => (ms > 1000 && ms < 1300 ? look(ms, 'labels', { end: at(1305) }) : undefined)
export const stalled = probes(stall)
export const late = { type: 'harness' as const, at: at(1400), delay: 290, cpu: 10, rss: 1 }
