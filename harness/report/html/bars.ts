import { clipped } from '../text.ts'
import { type Markup, markup } from './markup.ts'
import { type Scale, span, width, x } from './scale.ts'

/** A labelled stretch of time. `kind` is its class: what it is must show in shape or words too, never in colour alone. */
export interface Bar {
  from: number
  to: number
  label: string
  /** What the tooltip says. */
  tip: string
  kind: string
  /** Marks on top of the bar. */
  extra?: Markup
}

/** Characters of a tooltip. */
const TIP = 1000
const ROW = 19
/** Pixels of plot and of a character for which labels are kept apart: a window of about 900 pixels. */
const PLOT = 640
const CHARACTER = 6.4

/** Bars in as few rows as their labels allow; a label may be longer than its bar and is then written beside it. */
export function packed(bars: readonly Bar[], scale: Scale): { height: number; marks: Markup } {
  const free: number[] = []
  const marks = [...bars]
    .sort((a, b) => a.from - b.from)
    .map(bar => {
      const label = ((bar.label.length * CHARACTER + 10) / PLOT) * span(scale)
      const leftward = bar.from + label > scale.to
      const [start, end] = leftward ? [bar.from - label, bar.to] : [bar.from, Math.max(bar.to, bar.from + label)]
      const row = free.findIndex(until => until <= start)
      const at = row < 0 ? free.length : row
      free[at] = end
      return drawn(bar, at * ROW, leftward, scale)
    })
  return { height: Math.max(1, free.length) * ROW + 3, marks: markup`${marks}` }
}

function drawn(bar: Bar, top: number, leftward: boolean, scale: Scale): Markup {
  const text = leftward
    ? markup`<text x="${x(scale, bar.from)}" dx="-5" y="13" class="label end">${bar.label}</text>`
    : markup`<text x="${x(scale, bar.from)}" dx="5" y="13" class="label" data-from="${bar.from - scale.from}" data-to="${bar.to - scale.from}">${bar.label}</text>`
  return markup`<svg y="${top + 2}" width="100%" height="${ROW}" class="free" data-tip="${clipped(bar.tip, TIP)}"><rect x="${x(scale, bar.from)}" y="1" width="${width(scale, bar.to - bar.from)}" height="${ROW - 3}" class="bar ${bar.kind}"/><rect x="${x(scale, bar.from)}" y="1" width="2" height="${ROW - 3}" class="edge ${bar.kind}"/>${bar.extra}${text}</svg>`
}

/** Stretches of one row after each other, each labelled within its own bounds. */
export const segments = (bars: readonly Bar[], height: number, scale: Scale): Markup =>
  markup`${bars.map(
    bar =>
      markup`<svg x="${x(scale, bar.from)}" y="2" width="${width(scale, bar.to - bar.from)}" height="${height - 4}" data-tip="${clipped(bar.tip, TIP)}"><rect width="100%" height="100%" class="segment ${bar.kind}"/>${bar.extra}<text x="5" y="${height / 2 + 1.5}" class="label" data-own data-from="${bar.from - scale.from}" data-to="${bar.to - scale.from}">${bar.label}</text></svg>`,
  )}`
