/** A stretch of time, ms since the epoch. */
export interface Stretch {
  from: number
  to: number
}

/** Digits of a year to a second, in UTC, as Prometheus' web interface has moments. */
const moment = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')

/** The end of a stretch in whole seconds: the last sample of it is before. */
const endOf = ({ to }: Stretch): number => Math.ceil(to / 1000) * 1000

const seconds = ({ from, to }: Stretch): number => Math.max(1, Math.ceil((to - from) / 1000))

/** Where Prometheus' web interface draws an expression over a stretch of time. @param prometheus its address */
export function graphLink(prometheus: string, expr: string, over: Stretch): string {
  const end = moment(endOf(over))
  const panel = {
    'g0.expr': expr,
    'g0.tab': 'graph',
    'g0.range_input': `${seconds(over)}s`,
    'g0.end_input': end,
    'g0.moment_input': end,
    'g0.res_type': 'custom',
    'g0.res_step': String(stepOf(over)),
  }
  return `${prometheus}/query?${new URLSearchParams(panel)}`
}

/** The command that asks Prometheus' API for an expression over a stretch of time. */
export function askCommand(prometheus: string, expr: string, over: Stretch): string {
  const query = { query: expr, start: over.from / 1000, end: endOf(over) / 1000, step: stepOf(over) }
  const words = Object.entries(query).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`)
  return `curl -sG ${prometheus}/api/v1/query_range ${words.join(' ')}`
}

/** Seconds between two points: as the observer scraped, and no more points than a screen shows. */
const stepOf = (over: Stretch): number => Math.max(1, Math.ceil(seconds(over) / 1000))

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`
