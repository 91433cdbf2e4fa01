import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** What a backend got, as it came over the wire. */
export interface Got {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: Buffer
}

/** A real HTTP server that stands where a pod would; answers its name unless told otherwise. */
export class Backend implements AsyncDisposable {
  readonly url: string
  readonly pod: string
  readonly port: number
  readonly got: Got[] = []
  readonly #server: Server

  private constructor(name: string, server: Server, port: number) {
    this.pod = name
    this.#server = server
    this.port = port
    this.url = `http://127.0.0.1:${port}`
  }

  static async start(
    name: string,
    { port = 0, listener }: { port?: number; listener?: RequestListener } = {},
  ): Promise<Backend> {
    const server = createServer()
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const backend = new Backend(name, server, typeof address === 'object' ? address!.port : 0)
    server.on('request', async (req, res) => {
      if (listener) return listener(req, res)
      const body = await buffer(req)
      backend.got.push({ method: req.method!, url: req.url!, headers: req.headers, body })
      res.writeHead(200, { 'content-type': 'text/plain', 'x-own': name }).end(name)
    })
    return backend
  }

  /** Ends as a killed process would: the port refuses, and every connection is closed. */
  async kill(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.kill()
  }
}
