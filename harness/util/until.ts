import { type Clock, systemClock } from './clock.ts'
import { DeadlineError, reason } from './errors.ts'

export interface Wait {
  /** What is waited for, in words that fit behind "waited 10 s for". */
  for: string
  /** Milliseconds until the wait is given up. */
  deadline: number
  /** Milliseconds between two looks. Default 100. */
  every?: number
  clock?: Clock
  signal?: AbortSignal | undefined
  /** Called after every look that was not yet enough, with what it saw. */
  onLook?: (seen: string) => void
}

/** One look at a condition: `done` with its value, or not yet, with what was seen instead. */
export type Look<T> = { done: true; value: T } | { done: false; seen: string }

export const done = <T>(value: T): Look<T> => ({ done: true, value })
export const notYet = (seen: string): Look<never> => ({ done: false, seen })

/**
 * Looks again and again until the condition holds. There is always at least one look.
 * @throws DeadlineError naming what was waited for, how long, and what the last look saw. An error thrown by a look counts as "not yet".
 */
export async function until<T>(look: () => Look<T> | Promise<Look<T>>, wait: Wait): Promise<T> {
  const clock = wait.clock ?? systemClock
  const start = clock.now()
  for (;;) {
    wait.signal?.throwIfAborted()
    let seen: string
    try {
      const result = await look()
      if (result.done) return result.value
      seen = result.seen
    } catch (thrown) {
      seen = reason(thrown)
    }
    wait.onLook?.(seen)
    const left = start + wait.deadline - clock.now()
    if (left <= 0) {
      throw new DeadlineError(`waited ${(wait.deadline / 1000).toFixed(1)} s for ${wait.for}; last seen: ${seen}`)
    }
    await clock.sleep(Math.min(wait.every ?? 100, left), wait.signal)
  }
}
