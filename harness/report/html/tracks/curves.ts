import type { MetricEvent } from '../../../history/events.ts'
import { count, duration } from '../../text.ts'
import { type Markup, markup } from '../markup.ts'
import type { Recorded } from '../recorded.ts'
import { bucketWidth, type Scale, span, width } from '../scale.ts'
import { stepArea, stepLine } from '../steps-path.ts'
import { type Group, rounded, type Track } from '../track.ts'

type Points = readonly (readonly [time: number, value: number])[]

/** What the observer saw per pod: one group a metric, one scale for all its rows. */
export function metrics(events: Recorded, scale: Scale, most: number): Group[] {
  const byMetric = [...Map.groupBy(events.metric, e => e.metric)]
  const isUnfolded = (own: readonly MetricEvent[]) => own[0]?.unfolded === true
  byMetric.sort(([, a], [, b]) => Number(isUnfolded(b)) - Number(isUnfolded(a)))
  return byMetric.map(([metric, own]): Group => {
    const busiest = [...own].sort((a, b) => top(b.points) - top(a.points)).slice(0, most)
    const rows = busiest.sort((a, b) => a.pod.localeCompare(b.pod, 'en', { numeric: true }))
    const highest = Math.max(...own.map(e => top(e.points)))
    const unit = own[0]?.unit ?? ''
    return {
      title: `Observer: ${metric}${unit === '/s' ? ' per second' : ''}, by pod${rows.length < own.length ? ` (${rows.length} of ${own.length}: the busiest)` : ''}`,
      folded: !isUnfolded(own),
      legend: markup`<span class="key">height: 0 to ${count(rounded(highest) ?? 0)}${unit}</span>`,
      tracks: rows.map(row => metricTrack(row, unit, highest, scale)),
    }
  })
}

const top = (points: Points): number => points.reduce((most, [, value]) => Math.max(most, value), 0)

function metricTrack({ metric, pod, tenant, points }: MetricEvent, unit: string, highest: number, scale: Scale): Track {
  const { step, values } = sampled(points, scale, 1, 'mean')
  const label = tenant === undefined ? pod : `${pod} for ${tenant}`
  return {
    label,
    height: 22,
    marks: curve(values, step, highest, 22, scale),
    data: { name: label, step, fields: [[metric, unit, values.map(rounded)]] },
  }
}

/** How the measuring itself went: a late event loop widens every bound of this report, and so does a machine without CPU to spare. */
export function harness(events: Recorded, scale: Scale): Group | undefined {
  const tracks = [eventLoop(events, scale), cpuPressure(events, scale)].filter(track => track !== undefined)
  return tracks.length === 0 ? undefined : { title: 'Harness and machine', tracks }
}

function eventLoop({ harness }: Recorded, scale: Scale): Track | undefined {
  if (harness.length === 0) return undefined
  const column = (value: (e: Recorded['harness'][number]) => number, by: 'mean' | 'max') =>
    sampled(
      harness.map(e => [e.at, value(e)]),
      scale,
      1.5,
      by,
    )
  const { step, values } = column(e => e.delay, 'max')
  const worst = harness.reduce((most, e) => Math.max(most, e.delay), 0)
  return {
    label: 'event-loop delay',
    notes: [`max ${duration(worst)}`],
    height: 32,
    marks: curve(values, step, worst, 32, scale),
    data: {
      name: 'the harness itself',
      step,
      fields: [
        ['longest event-loop delay', 'ms', values.map(rounded)],
        ['CPU a second', 'ms', column(e => e.cpu, 'mean').values.map(rounded)],
        ['memory', 'MiB', column(e => e.rss / 2 ** 20, 'max').values.map(rounded)],
      ],
    },
  }
}

/** The part of the time in which programs that could have run did not: percent, the most in each bucket. */
function cpuPressure({ 'cpu-pressure': pressure }: Recorded, scale: Scale): Track | undefined {
  if (pressure.length === 0) return undefined
  const points: Points = pressure.map(({ from, to, ms }) => [from, (100 * ms) / Math.max(1, to - from)])
  const { step, values } = sampled(points, scale, 0, 'max')
  const total = pressure.reduce((sum, e) => sum + e.ms, 0)
  return {
    label: 'CPU pressure',
    notes: [`${duration(total)} in all`],
    height: 32,
    marks: curve(
      values.map(v => v ?? 0),
      step,
      100,
      32,
      scale,
    ),
    data: { name: 'the machine', step, fields: [['CPU pressure', '%', values.map(rounded)]] },
  }
}

/** Points gathered into buckets: their mean, or their maximum; undefined where there is no point. */
function sampled(
  points: Points,
  scale: Scale,
  factor: number,
  by: 'mean' | 'max',
): { step: number; values: (number | undefined)[] } {
  const spacing = points.length < 2 ? 0 : (points.at(-1)![0] - points[0]![0]) / (points.length - 1)
  const step = bucketWidth(scale, spacing, factor)
  const gathered: number[][] = Array.from({ length: Math.max(1, Math.ceil(span(scale) / step)) }, () => [])
  for (const [time, value] of points)
    gathered[Math.min(gathered.length - 1, Math.max(0, Math.floor((time - scale.from) / step)))]!.push(value)
  const values = gathered.map(own => {
    if (own.length === 0) return undefined
    return by === 'max' ? Math.max(...own) : own.reduce((a, b) => a + b, 0) / own.length
  })
  return { step, values }
}

/** No value is not zero: the line has a gap there. */
function curve(
  values: readonly (number | undefined)[],
  step: number,
  highest: number,
  height: number,
  scale: Scale,
): Markup {
  const heights = values.map(v => v && (v / highest) * (height - 4))
  const area = stepArea(
    heights.map(h => h ?? 0),
    height - 1,
  )
  const line = stepLine(heights.map(h => (h === undefined ? undefined : height - 1 - h)))
  return markup`<line x2="100%" y1="${height - 0.5}" y2="${height - 0.5}" class="grid"/><svg width="${width(scale, values.length * step)}" height="${height}" viewBox="0 0 ${values.length} ${height}" preserveAspectRatio="none">${area && markup`<path d="${area}" class="curve"/>`}${line && markup`<path d="${line}" class="curve line"/>`}</svg>`
}
