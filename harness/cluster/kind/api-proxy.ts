import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Agent, type RequestOptions, request } from 'node:https'
import { pipeline } from 'node:stream/promises'
import type { KubeConfig } from '@kubernetes/client-node'
import { reason } from '../../util/errors.ts'
import { UNREACHABLE_HEADER } from '../../util/unreachable-header.ts'

/**
 * Local addresses for what lives in a cluster: each passes requests on through the API server's own proxy. The address stays while pods
 * come and go, and needs no route into the cluster's networks.
 */
export class ApiProxy implements AsyncDisposable {
  readonly #server: URL
  readonly #options: RequestOptions
  readonly #listeners: Server[] = []

  private constructor(server: string, options: RequestOptions) {
    this.#server = new URL(server)
    this.#options = options
  }

  static async to(config: KubeConfig): Promise<ApiProxy> {
    const cluster = config.getCurrentCluster()
    if (!cluster) throw new Error('the kubeconfig names no cluster')
    const options: RequestOptions = {}
    await config.applyToHTTPSOptions(options)
    const { ca, cert, key, rejectUnauthorized } = options
    const agent = new Agent({
      keepAlive: true,
      ca,
      cert,
      key,
      ...(rejectUnauthorized === false && { rejectUnauthorized }),
    })
    return new ApiProxy(cluster.server, { ...options, agent })
  }

  /**
   * Opens a local address.
   * @param path tells, for each request, where it goes: `/api/v1/namespaces/test/pods/store-0:8080/proxy`; undefined when nobody is there.
   * @returns its base URL.
   */
  async open(path: () => string | undefined): Promise<string> {
    const server = createServer(
      { keepAlive: true, keepAliveTimeout: 600_000 },
      (req, res) => void this.#pass(req, res, path()),
    )
    this.#listeners.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error(`expected a TCP address, got ${address}`)
    return `http://127.0.0.1:${address.port}`
  }

  async #pass(req: IncomingMessage, res: ServerResponse, path: string | undefined): Promise<void> {
    if (path === undefined) return void res.writeHead(503).end('no pod is there now\n')
    const headers = { ...req.headers, ...(this.#options.headers as Record<string, string> | undefined) }
    delete headers.host
    const upstream = request(new URL(path + req.url, this.#server), {
      ...this.#options,
      method: req.method,
      headers,
    })
    res.once('close', () => upstream.destroy())
    try {
      const answered = once(upstream, 'response') as Promise<[IncomingMessage]>
      await Promise.all([pipeline(req, upstream), answered])
      const [answer] = await answered
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      await pipeline(answer, res)
    } catch (thrown) {
      if (res.headersSent) return void res.destroy()
      res.writeHead(502, { [UNREACHABLE_HEADER]: 'true' }).end(`the cluster is unreachable: ${reason(thrown)}\n`)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#listeners) server.closeAllConnections()
    await Promise.all(this.#listeners.map(server => new Promise(resolve => server.close(resolve))))
  }
}
