import type { Dispatcher, Pool } from 'undici'
import { type Clock, systemClock } from '../util/clock.ts'
import { reason } from '../util/errors.ts'
import { POD_HEADER, parsePodHeader, type SentTo } from '../util/pod-header.ts'
import { UNREACHABLE_HEADER } from '../util/unreachable-header.ts'
import { retryAfter } from './retry-after.ts'

export interface HttpRequest {
  method: 'GET' | 'POST'
  /** With the query string. */
  path: string
  headers: Record<string, string>
  body?: Uint8Array
  /** How the answer's bytes become text. latin1: a character for each byte, where it is none. Default: utf8. */
  answer?: 'utf8' | 'latin1'
}

/** How a request ended, and who answered it, where the gateway tells that. `error` is there when no complete answer came, whatever the status line had said. */
export interface Answer extends Partial<SentTo> {
  /** Just before it was handed to the connection pool, and when the whole body was there (or the request failed). Milliseconds. */
  start: number
  end: number
  status?: number
  body: string
  error?: string
  /** Milliseconds that the server asked to wait before the next request. */
  retryAfter?: number
  /** The answer is not the subject's: the harness did not reach the cluster. */
  unreachable?: true
}

/**
 * Sends one request and waits for the whole answer, `timeoutMs` at most. Never throws: a refused, reset or late request is an answer too.
 * By undici's dispatch and not its request: without a stream and an abort signal for each, the whole load costs a tenth less CPU.
 */
export function send(
  pool: Pool,
  { answer, body, ...request }: HttpRequest,
  timeoutMs: number,
  clock: Clock = systemClock,
): Promise<Answer> {
  return new Promise(resolve => {
    const start = clock.now()
    const chunks: Buffer[] = []
    let controller: Dispatcher.DispatchController | undefined
    let status: number | undefined
    let unreachable = false
    let wait: number | undefined
    let sentTo: SentTo | undefined
    let over = false
    const finish = (rest: { body: string; error?: string }) => {
      if (over) return
      over = true
      clearTimeout(timer)
      resolve({
        start,
        end: clock.now(),
        ...(status !== undefined && { status }),
        ...(wait !== undefined && { retryAfter: wait }),
        ...(unreachable && { unreachable }),
        ...sentTo,
        ...rest,
      })
    }
    const fail = (thrown: unknown) => finish({ body: '', error: excerpt(reason(thrown)) })
    const timer = setTimeout(() => {
      const late = new Error(`no answer within ${timeoutMs} ms`)
      fail(late)
      controller?.abort(late)
    }, timeoutMs)
    pool.dispatch(
      { ...request, body: body ?? null },
      {
        onRequestStart(started) {
          controller = started
          // The time ran out while it waited for a connection.
          if (over) started.abort(new Error('too late'))
        },
        onResponseStart(_, statusCode, headers) {
          sentTo = parsePodHeader(headers[POD_HEADER])
          if (statusCode < 200) return
          status = statusCode
          unreachable = headers[UNREACHABLE_HEADER] === 'true'
          wait = retryAfter(headers['retry-after'], clock.now())
        },
        onResponseData(_, chunk) {
          chunks.push(chunk)
        },
        onResponseEnd() {
          finish({ body: Buffer.concat(chunks).toString(answer) })
        },
        onResponseError(_, error) {
          fail(error)
        },
      },
    )
  })
}

/** Who answered, or was to: recorded of what is not as it should be. Of everything it would make histories a tenth larger. */
export const sentToOf = ({ pod, unanswered }: Answer): Partial<SentTo> => ({
  ...(pod !== undefined && { pod }),
  ...(unanswered && { unanswered }),
})

/** The first line, 200 characters at most: enough to know the error, small enough to record thousands. */
export const excerpt = (text: string): string => (text.trimStart().split('\n', 1)[0] ?? '').trimEnd().slice(0, 200)
