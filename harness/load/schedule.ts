import type { Clock } from '../util/clock.ts'

/** Something to do at `first`, `first + every`, ... */
export interface Beat {
  first: number
  every: number
  /** Must return at once: what it starts goes on by itself. */
  fire: (due: number) => void
}

/**
 * An open loop: fires every beat at its due time by the absolute clock, so it neither drifts nor waits for anyone. After a delay
 * of the event loop all missed times are fired, each with the time at which it was due. One timer serves all beats.
 * @returns when `signal` is aborted
 */
export async function keepTime(beats: readonly Beat[], clock: Clock, signal: AbortSignal): Promise<void> {
  const next = beats.map(beat => beat.first)
  while (!signal.aborted && beats.length > 0) {
    const now = clock.now()
    let soonest = Number.POSITIVE_INFINITY
    beats.forEach((beat, i) => {
      let due = next[i]!
      for (; due <= now; due += beat.every) beat.fire(due)
      next[i] = due
      if (due < soonest) soonest = due
    })
    // Timers count whole milliseconds and cut off the rest: rounded down, every beat would wake the loop twice.
    // An abort rejects the sleep; the loop's condition ends it.
    await clock.sleep(Math.ceil(soonest - now), signal).catch(() => undefined)
  }
}
