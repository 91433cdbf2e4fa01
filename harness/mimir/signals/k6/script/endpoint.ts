import { check } from 'k6'
import http, { type RefinedResponse, type RequestBody } from 'k6/http'
import { Counter, Trend } from 'k6/metrics'

/** What the client of k6 tells its scripts, by environment. */
const { GATEWAY = '', TENANT = '', UNREACHABLE_HEADER = '' } = __ENV

/** Milliseconds until a request without a complete answer has failed, as for the harness's own probes. */
export const TIMEOUT = 10_000

/** Requests that did not reach the cluster: their failures are not Mimir's. */
const unreached = new Counter('unreached')

/** When something did not hold, by the clock: the least of it is the first time. */
const failedAt = new Trend('failed_at')

/** A check of k6, whose failures are also known by their moment. */
export function demand(name: string, holds: boolean): boolean {
  if (!holds) failedAt.add(Date.now())
  return check(null, { [name]: () => holds })
}

type Answer = RefinedResponse<'text'>

/**
 * Sends a request as the tenant of this load, and checks that the answer is a good one.
 * @param name what the checks call it; k6's metrics, too, since by address there would be one for each moment asked for.
 * @returns the answer, where it was a 2xx.
 */
export function send(
  name: string,
  method: 'GET' | 'POST',
  path: string,
  body: RequestBody | null,
  headers: Record<string, string> = {},
): Answer | undefined {
  const answer = http.request(method, `${GATEWAY}${path}`, body, {
    headers: { 'X-Scope-OrgID': TENANT, ...headers },
    tags: { name },
    timeout: TIMEOUT,
    responseType: 'text',
  })
  if (
    Object.entries(answer.headers).some(
      ([header, value]) => header.toLowerCase() === UNREACHABLE_HEADER && value === 'true',
    )
  ) {
    unreached.add(1)
    return undefined
  }
  const good = demand(`${name}: answered`, answer.status >= 200 && answer.status < 300)
  // Without a status there was no answer, which k6 logs by itself.
  if (!good && answer.status > 0) console.warn(`${name}: ${answer.status} ${answer.body?.slice(0, 200)}`)
  return good ? answer : undefined
}
