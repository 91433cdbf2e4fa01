import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { Dispatcher } from 'undici'
import { type Clock, systemClock } from '../../util/clock.ts'
import { reason } from '../../util/errors.ts'
import { GATEWAY, NO_POD, POD_HEADER, podHeader, type SentTo } from '../../util/pod-header.ts'
import { generatorOf } from '../../util/random.ts'
import { REQUEST_ID_HEADER } from '../../util/request-id.ts'
import { type Backend, Backends } from './backends.ts'
import { type Action, Defects, type RequestFacts } from './defects.ts'
import type { Hit, ServedRoutes } from './gateway-messages.ts'
import type { ChangeValues, Protocol } from './protocol.ts'
import { carriesData, routeOf, routesInWords } from './route-of.ts'

/** Milliseconds without an answer until a client is told which pod it waits for. */
const HINT_AFTER = 1000

/** Headers that concern one connection, not the request (RFC 9110, 7.6.1), and those that are the proxy's own business. */
const hopByHop = [
  'connection',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** How requests and answers are read. */
export interface Reading {
  protocol: Protocol
  changeValues: ChangeValues
}

/** What the gateway does with a request, from its arrival to the end of its answer. */
export class Forwarder {
  readonly defects: Defects
  readonly #backends: Backends
  readonly #clock: Clock
  readonly #reading: Reading
  #routes: ServedRoutes = {}

  /** @param seed decides which backend answers a request, and what a defect by chance strikes */
  constructor(reading: Reading, seed: number, onHit: (hit: Hit) => void, clock: Clock = systemClock) {
    this.#reading = reading
    this.defects = new Defects(reading.protocol, generatorOf(seed, 'defects'), clock, onHit)
    this.#backends = new Backends(generatorOf(seed, 'backends'))
    this.#clock = clock
  }

  /** Switches all routes at once. */
  setRoutes(routes: ServedRoutes): void {
    this.#backends.set(routes)
    this.#routes = routes
  }

  async handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = req
    const path = url.split('?', 1)[0]!
    const route = routeOf(this.#routes, path)
    if (path === '/-/healthy') return answer(res, 200, 'The gateway is healthy.\n')
    if (route === undefined) {
      return answer(res, 404, `no route serves ${path}; there are:\n${routesInWords(this.#routes)}`)
    }

    const { protocol } = this.#reading
    const client = new AbortController()
    res.once('close', () => client.abort())
    const facts: RequestFacts = {
      route,
      push: carriesData(protocol, method, route, path),
      tenant: header(req, protocol.tenantHeader),
      line: `${method} ${path}`,
      op: header(req, REQUEST_ID_HEADER),
    }
    try {
      const action = this.defects.judge(facts)
      if (action.kind === 'answer') {
        await drain(req)
        return answer(res, action.status, action.text)
      }
      if (action.kind === 'hold') await this.#clock.sleep(action.ms, client.signal)
      await this.#passOn(req, res, facts, action, client.signal)
    } catch (thrown) {
      if (client.signal.aborted || res.headersSent) res.destroy()
      else answer(res, 502, `${facts.line}: ${reason(thrown)}\n`)
    }
  }

  async #passOn(
    req: IncomingMessage,
    res: ServerResponse,
    facts: RequestFacts,
    action: Action,
    signal: AbortSignal,
  ): Promise<void> {
    const backend = this.#backends.any(facts.route)
    if (!backend) return answer(res, 502, `no backend serves ${facts.route}\n`, { pod: NO_POD })
    const { pod, url } = backend
    const hint = setTimeout(() => tell(res, pod), HINT_AFTER)
    try {
      const upstream = await send(backend, req, requestBody(req), this.#changed(action), signal)
      return await this.#passBack(res, upstream, facts, action, pod, signal)
    } catch (thrown) {
      if (signal.aborted || res.headersSent) throw thrown
      answer(res, 502, `${facts.line} to ${url} failed: ${reason(thrown)}\n`, { pod, unanswered: true })
    } finally {
      clearTimeout(hint)
    }
  }

  /** Headers that are not the client's own. */
  #changed(action: Action): OutgoingHttpHeaders {
    if (action.kind === 'as-tenant') return { [this.#reading.protocol.tenantHeader]: action.tenant }
    // Values can only be changed in an answer that is not compressed.
    return action.kind === 'change-values' ? { 'accept-encoding': 'identity' } : {}
  }

  async #passBack(
    res: ServerResponse,
    upstream: Dispatcher.ResponseData,
    facts: RequestFacts,
    action: Action,
    pod: string,
    signal: AbortSignal,
  ): Promise<void> {
    const stall = this.defects.stalled(facts.route)
    if (stall > 0) await this.#clock.sleep(stall, signal)
    const headers = { ...endToEnd(upstream.headers), [POD_HEADER]: podHeader({ pod }) }
    if (action.kind !== 'change-values' || 'content-encoding' in headers) {
      res.writeHead(upstream.statusCode, headers)
      return pipeline(upstream.body, res)
    }
    const { body, changed } = this.#reading.changeValues(await text(upstream.body))
    if (changed > 0) this.defects.hit(facts, `added 1 to ${changed} values`)
    res.writeHead(upstream.statusCode, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
  }
}

function send(
  { pool }: Backend,
  req: IncomingMessage,
  body: Readable | null,
  changed: OutgoingHttpHeaders,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const headers: OutgoingHttpHeaders = { ...endToEnd(req.headers), ...changed }
  return pool.request({
    method: req.method as Dispatcher.HttpMethod,
    path: req.url!,
    headers: headers as Record<string, string>,
    body,
    signal,
  })
}

/**
 * The body as a stream that reads from the client only once it is read itself, and leaves the client's connection alone when it is
 * destroyed: a failed backend must not cost the client its answer.
 */
function requestBody(req: IncomingMessage): Readable | null {
  const empty = req.headers['content-length'] === undefined && req.headers['transfer-encoding'] === undefined
  return empty ? null : Readable.from(req.iterator({ destroyOnReturn: false }), { objectMode: false })
}

const endToEnd = (headers: IncomingMessage['headers']): IncomingMessage['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name)))

function header(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name]
  return Array.isArray(value) ? value[0] : value
}

async function drain(req: IncomingMessage): Promise<void> {
  for await (const _ of req.iterator({ destroyOnReturn: false }));
}

function answer(res: ServerResponse, status: number, body: string, by: SentTo = { pod: GATEWAY }): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', [POD_HEADER]: podHeader(by) }).end(body)
}

/** Tells a client that still waits for whom it does. Node.js sends no hint without a link. */
function tell(res: ServerResponse, pod: string): void {
  if (res.headersSent || res.destroyed) return
  res.writeEarlyHints({ link: '</>; rel=self', [POD_HEADER]: podHeader({ pod, unanswered: true }) })
}
