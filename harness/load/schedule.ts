import type { Clock } from '../util/clock.ts'

/** Something to do again and again. */
export interface Beat {
  /** When for the nth time, from 0 on: milliseconds since the Unix epoch, never before the time before it. */
  at: (n: number) => number
  /** Must return at once: what it starts goes on by itself. */
  fire: (due: number) => void
}

/** At `first`, `first + every`, ... */
export const evenly =
  (first: number, every: number): Beat['at'] =>
  n =>
    first + n * every

/**
 * Once in each interval of that length, at a random moment of it: what happens inside a program at fixed times meets every phase of the clients then.
 * Two that follow each other are less than two intervals apart.
 * @param random from 0 to 1, for the nth time
 */
export const atRandom =
  (first: number, every: number, random: (n: number) => number): Beat['at'] =>
  n =>
    first + (n + random(n)) * every

/**
 * An open loop: fires every beat at its due time by the absolute clock, so it neither drifts nor waits for anyone. After a delay
 * of the event loop all missed times are fired, each with the time at which it was due. One timer serves all beats.
 * @returns when `signal` is aborted
 */
export async function keepTime(beats: readonly Beat[], clock: Clock, signal: AbortSignal): Promise<void> {
  const turns = beats.map(() => 0)
  const next = beats.map(beat => beat.at(0))
  while (!signal.aborted && beats.length > 0) {
    const now = clock.now()
    let soonest = Number.POSITIVE_INFINITY
    beats.forEach((beat, i) => {
      let due = next[i]!
      for (; due <= now; due = beat.at(++turns[i]!)) beat.fire(due)
      next[i] = due
      if (due < soonest) soonest = due
    })
    // Timers count whole milliseconds and cut off the rest: rounded down, every beat would wake the loop twice.
    // An abort rejects the sleep; the loop's condition ends it.
    await clock.sleep(Math.ceil(soonest - now), signal).catch(() => undefined)
  }
}
