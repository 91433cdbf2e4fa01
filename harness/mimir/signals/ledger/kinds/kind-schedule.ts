import type { KindName } from '../dataset-schema.ts'

/** Ticks for which a series of churn lives. */
export const LIFE = 10

/** Kinds whose series end after LIFE ticks, each followed by a new one with another value of the label `generation`. */
const ending: ReadonlySet<KindName> = new Set(['churn', 'stale_marker'])

/** The series that a tick of a kind belongs to, where series end and begin; else undefined. */
export const generationOf = (kind: KindName | undefined, tick: number): number | undefined =>
  kind !== undefined && ending.has(kind) ? Math.floor(tick / LIFE) : undefined

/** How late samples of kind `late` are sent, ms: not, by seconds, and by more than a head of the fast pace is long, so that a head compaction lies between. */
const LATE = [0, 5000, 40_000, 95_000]
/** Which of these a tick is, in turns: every other is in time, or none would be late. */
const TURNS = [0, 1, 0, 2, 0, 1, 0, 3]

/** Whole intervals that a tick of it is late, and a part of one, so that no other tick has its timestamp; before there were so many ticks it is in time. */
function lateBy(tick: number, interval: number): { ticks: number; part: number } {
  const turn = TURNS[tick % TURNS.length]!
  const ticks = Math.ceil(LATE[turn]! / interval)
  return tick < ticks ? { ticks: 0, part: 0 } : { ticks, part: Math.floor((turn * interval) / LATE.length) }
}

/** How far the timestamp of a tick is behind the time at which it is sent (ms). */
export function latenessOf(kind: KindName | undefined, tick: number, interval: number): number {
  if (kind !== 'late') return 0
  const { ticks, part } = lateBy(tick, interval)
  return ticks * interval - part
}

/** The tick that has its timestamp so many milliseconds after that of tick 0, or undefined where none has. */
export function tickAfter(kind: KindName | undefined, ms: number, interval: number): number | undefined {
  const ticks =
    kind === 'late'
      ? LATE.map(
          (late, turn) =>
            Math.floor((ms - Math.floor((turn * interval) / LATE.length)) / interval) + Math.ceil(late / interval),
        )
      : [ms / interval]
  return ticks.find(
    tick => Number.isInteger(tick) && tick >= 0 && tick * interval - latenessOf(kind, tick, interval) === ms,
  )
}
