import type { Pool } from 'undici'
import { send } from '../../../load/http-client.ts'
import { done, notYet, until } from '../../../util/until.ts'
import { pushOf } from './push.ts'
import { errorOf } from './write-outcome.ts'

/** Milliseconds for an answer, until a Mimir that serves has taken a write, and between two tries. */
const TIMEOUT = 10_000
const DEADLINE = 60_000
const AGAIN = 500

/**
 * Writes what has to be there before anything begins. A Service leads to pods a moment after they are ready, so what is refused is written again.
 * @param request a `prometheus.WriteRequest`
 * @param what it is, in words that fit behind "waited for": `series of a to be written`
 * @throws DeadlineError when Mimir does not take it
 */
export const pushUntilTaken = (
  pool: Pool,
  tenant: string,
  request: Uint8Array,
  what: string,
  signal: AbortSignal,
): Promise<void> => {
  const push = pushOf(tenant, request)
  return until(
    async () => {
      const error = errorOf(await send(pool, push, TIMEOUT))
      return error === undefined ? done(undefined) : notYet(error)
    },
    { for: what, deadline: DEADLINE, every: AGAIN, signal },
  )
}
