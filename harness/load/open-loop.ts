import { type Clock, systemClock } from '../util/clock.ts'
import { atRandom, keepTime } from './schedule.ts'

/**
 * Does something once in so many milliseconds from now on, whether the time before has ended or not: a stall shows in everything it delays.
 * @param act gets the time at which it was due. It fails only when an event can not be recorded, and that is left unhandled on purpose.
 * @param random 0 to 1, for the nth time: at which moment of its interval. Left out: at its begin
 * @returns `stop` begins nothing new, and waits for what is under way.
 */
export function openLoop(
  every: number,
  act: (due: number) => Promise<unknown>,
  clock: Clock = systemClock,
  random: (n: number) => number = () => 0,
): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const running = new Set<Promise<unknown>>()
  const track = (work: Promise<unknown>): void => {
    running.add(work)
    work.then(() => running.delete(work))
  }
  track(keepTime([{ at: atRandom(clock.now(), every, random), fire: due => track(act(due)) }], clock, stopping.signal))
  return {
    async stop() {
      stopping.abort()
      await Promise.all(running)
    },
  }
}
