/** How grave a line says that it is. */
export type Level = 'error' | 'warn' | 'other'

export interface LogLine {
  /** Milliseconds since the Unix epoch. */
  at: number
  level: Level
  text: string
}

/** As programs write the time of a line (RFC 3339), in its first characters. */
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/
const WITHIN = 120
/** The first is the line's own; others may be in what it tells. */
const LEVEL = /\b(?:level|lvl|severity)"?[=:] ?"?(\w+)/i
const CRASH = /^(?:panic|fatal error):/

/**
 * The lines of a log in their order, in logfmt, JSON, or any form in which a line says its time and level. A line without a time, as of a stack trace, has
 * that of the line before it.
 */
export function parseLog(log: string): LogLine[] {
  let at = Number.NaN
  return log.split('\n').flatMap((text): LogLine[] => {
    if (text === '') return []
    const time = TIME.exec(text.slice(0, WITHIN))
    if (time) at = Date.parse(time[0])
    return Number.isNaN(at) ? [] : [{ at, level: levelOf(text), text }]
  })
}

function levelOf(text: string): Level {
  if (CRASH.test(text)) return 'error'
  const said = LEVEL.exec(text)?.[1]?.toLowerCase() ?? ''
  return /^(?:err|crit|fatal|panic)/.test(said) ? 'error' : said.startsWith('warn') ? 'warn' : 'other'
}

const gravity: Readonly<Record<Level, number>> = { error: 0, warn: 1, other: 2 }

/**
 * The lines that matter most, in their order: errors before warnings before all others, and of those alike the nearest to a moment.
 * @param most of them
 */
export function gravest(lines: readonly LogLine[], moment: number, most: number): LogLine[] {
  if (lines.length <= most) return [...lines]
  const distance = ({ at }: LogLine) => Math.abs(at - moment)
  const chosen = new Set(
    lines.toSorted((a, b) => gravity[a.level] - gravity[b.level] || distance(a) - distance(b)).slice(0, most),
  )
  return lines.filter(line => chosen.has(line))
}
