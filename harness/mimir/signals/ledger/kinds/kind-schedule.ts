import type { KindName } from '../dataset-schema.ts'

/** Ticks for which a series of churn lives. */
export const LIFE = 10

/** Kinds whose series end after LIFE ticks, each followed by a new one with another value of the label `generation`. */
const ending: ReadonlySet<KindName> = new Set(['churn', 'stale_marker'])

/** The series that a tick of a kind belongs to, where series end and begin; else undefined. */
export const generationOf = (kind: KindName | undefined, tick: number): number | undefined =>
  kind !== undefined && ending.has(kind) ? Math.floor(tick / LIFE) : undefined

/** How late samples of some kinds are sent at least, ms: not, by seconds, by a minute, and by so much that a head compaction of the fast pace lies between. */
export const LATE = [0, 5000, 70_000, 150_000] as const
/** Which of these a tick is, in turns: every other is in time, or none would be late. */
const TURNS = [0, 1, 0, 2, 0, 1, 0, 3] as const

/** Kinds of which every other sample comes late. */
const lateKinds: ReadonlySet<KindName> = new Set(['late', 'too_late'])

export const comesLate = (kind: KindName | undefined): boolean => kind !== undefined && lateKinds.has(kind)

/** By how much a tick is late at least, ms: one of LATE. */
export const lateBy = (kind: KindName | undefined, tick: number): (typeof LATE)[number] =>
  comesLate(kind) ? LATE[TURNS[tick % TURNS.length]!]! : 0

/** Whole intervals that a turn is late, so that a tick in time lies between, and a part of one, so that no other tick has its timestamp. */
const lag = (turn: number, interval: number): { ticks: number; part: number } =>
  turn === 0
    ? { ticks: 0, part: 0 }
    : { ticks: Math.ceil(LATE[turn]! / interval) + 1, part: Math.floor((turn * interval) / LATE.length) }

/** How far the timestamp of a tick is behind the time at which it is sent (ms). */
export function latenessOf(kind: KindName | undefined, tick: number, interval: number): number {
  const { ticks, part } = lag(LATE.indexOf(lateBy(kind, tick)), interval)
  return ticks * interval - part
}

/** No sample of a kind is later than this (ms). */
export const mostLate = (kind: KindName | undefined, interval: number): number =>
  comesLate(kind) ? LATE.at(-1)! + 2 * interval : 0

/** The tick that has its timestamp so many milliseconds after that of tick 0, or undefined where none has. */
export function tickAfter(kind: KindName | undefined, ms: number, interval: number): number | undefined {
  const ticks = comesLate(kind)
    ? LATE.map((_, turn) => {
        const { ticks, part } = lag(turn, interval)
        return Math.floor((ms - part) / interval) + ticks
      })
    : [ms / interval]
  return ticks.find(
    tick => Number.isInteger(tick) && tick >= 0 && tick * interval - latenessOf(kind, tick, interval) === ms,
  )
}
