import type { Recorder } from '../history/recorder.ts'
import { type Clock, systemClock } from '../util/clock.ts'
import { reason } from '../util/errors.ts'
import { done, notYet, until } from '../util/until.ts'

/** One look: true, or what is seen instead. */
export type Condition = () => true | string | Promise<true | string>

/** A step found something other than it asserts. */
class Unmet extends Error {
  override name = 'Unmet'
}

interface Asking {
  recorder: Recorder
  signal: AbortSignal
  /** Milliseconds in which it may become true. */
  within: number
  clock?: Clock
}

/**
 * Asks until it is true, and records the outcome.
 * @throws Unmet when the last look saw something else; Error when the last look could not be made, which is no outcome and is not recorded.
 */
export async function expectTrue(what: string, condition: Condition, asking: Asking): Promise<void> {
  const { recorder, signal, within, clock = systemClock } = asking
  let seen: string | undefined
  const look = async () => {
    seen = undefined
    const answer = await condition()
    if (answer === true) return done(undefined)
    seen = answer
    return notYet(answer)
  }
  const note = (met: boolean) =>
    recorder.record({ type: 'expectation', at: clock.now(), what, met, ...(seen !== undefined && { seen }) })
  try {
    await until(look, { for: what, deadline: within, every: 250, signal, clock })
    note(true)
  } catch (thrown) {
    signal.throwIfAborted()
    if (seen === undefined) throw new Error(`expected ${what}, which could not be asked: ${reason(thrown)}`)
    note(false)
    throw new Unmet(`expected ${what}; seen: ${seen}`)
  }
}
