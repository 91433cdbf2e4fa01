import type { HistoryEvent } from '../../history/events.ts'
import type { RunInfo } from '../../history/run-info.ts'

/** The stretch of time that the timeline shows, in ms since the Unix epoch, and how many buckets a row may have. */
export interface Scale {
  from: number
  to: number
  buckets: number
}

/** From the start of the run to the last event; at least one second, so that an empty run has a scale too. */
export function scaleOf(run: RunInfo, events: readonly HistoryEvent[], buckets: number): Scale {
  let [from, to] = [run.startedAt, run.startedAt + 1000]
  for (const event of events) {
    const [first, last] = timesOf(event)
    if (first < from) from = first
    if (last > to) to = last
  }
  return { from, to, buckets }
}

function timesOf(event: HistoryEvent): [number, number] {
  if ('start' in event) return [event.start, event.end]
  if ('from' in event) return [event.from, event.to]
  if ('at' in event) return [event.at, event.at]
  return [event.points.at(0)?.[0] ?? Infinity, event.points.at(-1)?.[0] ?? -Infinity]
}

export const span = (scale: Scale): number => scale.to - scale.from

/** Where a time lies on the x axis: "12.34567%". SVG takes it for rects, lines and texts, so a zoom is nothing but a wider picture. */
export const x = (scale: Scale, time: number): string => `${share(scale, time - scale.from)}%`

/** How wide a stretch of ms is. */
export const width = (scale: Scale, ms: number): string => `${share(scale, Math.max(0, ms))}%`

const share = (scale: Scale, ms: number): number => Number(((ms / span(scale)) * 100).toFixed(5))

/** The next 1, 2, 3 or 5 times a power of ten: bucket widths people can say. 2 % too much is no reason for the next. */
export function niceUp(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(ms, 1)))
  return ([1, 2, 3, 5, 10].find(n => n * power >= ms * 0.98) ?? 10) * power
}

/** Width of a bucket in ms: fine enough for the scale, and at least `factor` times the spacing of what it counts, or every row is a comb. */
export const bucketWidth = (scale: Scale, spacing: number, factor: number): number =>
  niceUp(Math.max(span(scale) / scale.buckets, spacing * factor))
