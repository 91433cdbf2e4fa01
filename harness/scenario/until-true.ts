import { done, notYet, until } from '../util/until.ts'
import type { Actions } from './scenario.ts'

/** Milliseconds at the fast pace: longer than anything that Mimir does at its own intervals. */
const DEADLINE = 180_000

/**
 * Waits until something is true: an expression in PromQL gives samples, none of them 0 (as comparisons do), or a function says so.
 * @throws DeadlineError with what was seen last
 */
export async function untilTrue(
  { observer, signal }: Pick<Actions, 'observer' | 'signal'>,
  what: string,
  condition: string | (() => Promise<boolean>),
): Promise<void> {
  const look = async () => {
    if (typeof condition === 'function') return (await condition()) ? done(undefined) : notYet('not yet')
    const values = (await observer.query(condition)).map(s => s.value)
    return values.length > 0 && values.every(v => v !== 0) ? done(undefined) : notYet(values.join(', ') || 'nothing')
  }
  await until(look, { for: what, deadline: observer.patience(DEADLINE), every: 500, signal })
}
