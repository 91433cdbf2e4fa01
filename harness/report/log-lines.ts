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

/** Lines that say the same, of which more tell nothing. */
const ALIKE = 5

/**
 * The lines that matter most, in their order: errors before warnings before all others, what says something else before what says the same again, and of those
 * alike the nearest to a moment. Of what says the same but for numbers there are five at most.
 * @param most of them
 */
export function gravest(lines: readonly LogLine[], moment: number, most: number): LogLine[] {
  const times = new Map<string, number>()
  const ranked = lines.map(line => {
    const kind = line.text.replace(/[0-9a-f]*\d[0-9a-f]*/g, '')
    const before = times.get(kind) ?? 0
    times.set(kind, before + 1)
    return { line, before, distance: Math.abs(line.at - moment) }
  })
  const chosen = ranked
    .filter(({ before }) => before < ALIKE)
    .sort((a, b) => gravity[a.line.level] - gravity[b.line.level] || a.before - b.before || a.distance - b.distance)
    .slice(0, most)
  const kept = new Set(chosen.map(({ line }) => line))
  return lines.filter(line => kept.has(line))
}
