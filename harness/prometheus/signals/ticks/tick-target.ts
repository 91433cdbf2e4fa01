import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock } from '../../../util/clock.ts'
import { METRIC, SERIES, TICK } from '../../ticks-plan.ts'
import type { ScrapeEvent } from './ticks-records.ts'

/** A target of which every series has the number of the current tick as its value. It tells each scrape that it answered, and who asked. */
export class TickTarget implements AsyncDisposable {
  /** `host:port` */
  readonly address: string
  readonly #server: Server

  private constructor(server: Server, address: string) {
    this.#server = server
    this.address = address
  }

  /** @param port 0 for any that is free. @throws Error when it can not listen there. */
  static async start(
    { host, port }: { host: string; port: number },
    onScrape: (scrape: ScrapeEvent) => void,
  ): Promise<TickTarget> {
    const server = createServer((request, response) => {
      const at = systemClock.now()
      const side = new URL(request.url ?? '/', 'http://target').searchParams.get('side') ?? 'nobody'
      const tick = Math.floor(at / TICK)
      response
        .writeHead(200, { 'content-type': 'text/plain; version=0.0.4' })
        .end(exposition(tick), () => onScrape({ type: 'scrape', at, side, tick }))
    })
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
    server.unref()
    return new TickTarget(server, `${host}:${(server.address() as AddressInfo).port}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }
}

/** All series at a tick, as text. */
const exposition = (tick: number): string =>
  [
    `# TYPE ${METRIC} gauge`,
    ...Array.from({ length: SERIES }, (_, series) => `${METRIC}{series="${series}"} ${tick}`),
    '',
  ].join('\n')
