import type { Response } from 'undici'
import { reason } from '../util/errors.ts'

/** What was asked for cannot be had: no network, no such file, or the server went silent. Another source may do. */
export class Unavailable extends Error {
  override name = 'Unavailable'
}

export interface HttpOptions {
  signal?: AbortSignal | undefined
  /** Milliseconds of silence from the server until it is given up. Default 5000. */
  patience?: number | undefined
}

/** A client whose every failure but an abort is Unavailable. */
export interface Http extends AsyncDisposable {
  get(url: string, method?: 'GET' | 'HEAD'): Promise<Response>
  text(response: Response): Promise<string>
}

/** A client with time-outs that follows redirects and goes through the proxy of the environment, if that names one. */
export async function openHttp({ signal, patience = 5000 }: HttpOptions): Promise<Http> {
  // Loaded late: only runs that download need it, and it takes longer to load than a cached tool to find.
  const { EnvHttpProxyAgent, fetch } = await import('undici')
  const agent = new EnvHttpProxyAgent({
    connect: { timeout: patience },
    headersTimeout: patience,
    // A slow line is no reason to give up a large file; a silent one is.
    bodyTimeout: 6 * patience,
  })
  const attempt = async <T>(url: string, request: Promise<T>): Promise<T> => {
    try {
      return await request
    } catch (thrown) {
      signal?.throwIfAborted()
      throw new Unavailable(`cannot download ${url} (${reason(thrown)})`)
    }
  }
  return {
    get: (url, method = 'GET') => attempt(url, fetch(url, { method, dispatcher: agent, signal: signal ?? null })),
    text: response => attempt(response.url, response.text()),
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}
