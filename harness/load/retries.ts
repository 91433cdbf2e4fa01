/** A client that sends the same samples again after an unknown outcome, as Prometheus does. */
export interface Retries {
  /** Sends after the first one. */
  max: number
  /** Milliseconds before the first retry; doubled for every further one. */
  baseMs: number
  /** Never waits longer, not even when the server asks for it: Mimir's Retry-After of 6 s and more would be a hole of its making. */
  capMs: number
}

/**
 * Milliseconds to wait after attempt `attempt` (0 = the first send): exponential with up to half taken off at random, at least what
 * the server asked for, at most the cap.
 * @param random a number from 0 to 1, exclusive
 */
export function retryDelay(retries: Retries, attempt: number, retryAfter: number | undefined, random: number): number {
  const backoff = retries.baseMs * 2 ** attempt * (1 - random / 2)
  return Math.min(retries.capMs, Math.max(backoff, retryAfter ?? 0))
}
