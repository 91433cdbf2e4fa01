import { reason } from '../util/errors.ts'
import { request } from '../util/request.ts'

interface CallOptions {
  /** Milliseconds until an answer must have begun. Default 10,000. */
  timeout?: number
  /** Whose data it is about (`X-Scope-OrgID`). */
  tenant?: string
  /** What is sent, and as what. */
  body?: { type: 'application/yaml' | 'application/json'; text: string }
  /** The status that Mimir documents for success. Default: any 2xx. */
  expect?: number
}

/**
 * A call of Mimir's API on one pod or through a gateway, as an operator makes it with curl.
 * @param url `http://host:port`
 * @returns the body
 * @throws Error with what was expected, the status and the answer, or why there was none
 */
export async function call(
  url: string,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  { timeout = 10_000, tenant, body, expect }: CallOptions = {},
): Promise<string> {
  const whose = tenant === undefined ? '' : ` for tenant ${tenant}`
  const unlike = (got: string) =>
    new Error(`expected ${expect ?? '2xx'} from ${method} ${url}${path}${whose}, got ${got}`)
  const headers = tenant === undefined ? {} : { 'x-scope-orgid': tenant }
  const { status, text } = await request(url + path, { method, headers, body, timeout }).catch(thrown => {
    throw unlike(`no answer: ${reason(thrown)}`)
  })
  const fits = expect === undefined ? status >= 200 && status < 300 : status === expect
  if (fits) return text
  throw unlike(`${status}: ${text.trim().slice(0, 300)}`)
}
