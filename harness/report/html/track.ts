import { type Markup, markup } from './markup.ts'

/** Numbers behind a row, for the tooltip: `step` ms a bucket from the start of the scale; null where there is none. */
export interface TrackData {
  name: string
  step: number
  fields: [name: string, unit: string, values: (number | null)[]][]
}

/** What the script of the page is given. */
export interface TimelineData {
  /** Milliseconds from the start of the scale to its end. */
  total: number
  /** The start of the scale, ms since the Unix epoch. */
  start: number
  rows: TrackData[]
}

/** One row of the timeline. Its marks have x in percent of the scale and y in pixels from the top of the row. */
export interface Track {
  label: string
  /** Lines under the label. */
  notes?: readonly string[]
  height: number
  marks: Markup
  data?: TrackData
}

/** Rows under one heading. */
export interface Group {
  title: string
  /** Closed until someone opens it. */
  folded?: boolean
  /** What the marks mean, in marks and words. */
  legend?: Markup
  tracks: readonly Track[]
}

/** A piece of the legend: what a mark looks like, and what it says. */
export const key = (kind: string, meaning: string): Markup =>
  markup`<span class="key"><svg width="16" height="10" aria-hidden="true"><rect width="16" height="10" class="${kind}"/></svg>${meaning}</span>`

/** Rounded to what a tooltip needs. */
export const rounded = (value: number | undefined): number | null =>
  value === undefined ? null : Number(value.toPrecision(4))
