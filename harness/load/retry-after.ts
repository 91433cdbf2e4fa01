/**
 * Milliseconds that a server asks a client to wait (RFC 9110, Retry-After: seconds, or a date); undefined where it says nothing that can be read.
 * @param now milliseconds since the Unix epoch
 */
export function retryAfter(header: string | string[] | undefined, now: number): number | undefined {
  if (typeof header !== 'string') return undefined
  const until = /^\d+$/.test(header) ? now + 1000 * Number(header) : Date.parse(header)
  return Number.isNaN(until) ? undefined : Math.max(0, until - now)
}
