/** An answer, whatever its status. */
export interface Reply {
  status: number
  /** `application/json`, with what stands behind it. */
  type: string | undefined
  text: string
}

interface Options {
  method?: 'GET' | 'POST' | 'DELETE'
  headers?: Record<string, string>
  /** What is sent, and as what. */
  body?: { type: string; text: string } | undefined
  /** Milliseconds until an answer must have begun, and until more of it must have come. */
  timeout: number
}

/**
 * A request where speed does not matter. It goes straight to where it is sent, whatever proxy the environment names, and follows no redirect.
 * axios is loaded when the first one is made: a scenario that is only listed or refused does not wait for it.
 * @throws Error with the reason where there is no whole answer.
 */
export async function request(url: string, { method = 'GET', headers, body, timeout }: Options): Promise<Reply> {
  const { default: axios } = await import('axios')
  const answer = axios.request<string>({
    url,
    method,
    // An answer as it would be without axios: not packed, and of whatever type. Nothing is said of a body that there is not.
    headers: { accept: '*/*', 'accept-encoding': 'identity', 'content-type': body?.type ?? false, ...headers },
    ...(body && { data: Buffer.from(body.text) }),
    responseType: 'text',
    validateStatus: () => true,
    maxRedirects: 0,
    proxy: false,
    timeout,
    timeoutErrorMessage: `no answer within ${timeout} ms`,
  })
  const {
    status,
    headers: got,
    data,
  } = await answer.catch((thrown: Error) => {
    // Not axios' own error, which has the whole request with it, and says everything twice.
    throw new Error(thrown.message)
  })
  return { status, type: got['content-type']?.toString(), text: data }
}

/** An answer in words, for one that is not as it should be: `HTTP 503: no backends`. */
export function said({ status, text }: Reply): string {
  const begin = text.trim().slice(0, 300)
  return `HTTP ${status}${begin && `: ${begin}`}`
}
