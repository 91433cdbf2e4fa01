import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { systemClock } from '../../../util/clock.ts'
import type { NotificationEvent } from './alerts-records.ts'

/** What Alertmanager's webhook integration sends, as far as it is looked at. */
const Webhook = z.object({
  status: z.enum(['firing', 'resolved']),
  alerts: z.array(z.object({ labels: z.object({ alertname: z.string() }) })),
})

/** What a notification says. @throws Error when it is none of Alertmanager's. */
export function notificationOf(body: string, at: number): NotificationEvent {
  const { status, alerts } = Webhook.parse(JSON.parse(body))
  return { type: 'notification', at, status, alerts: alerts.map(({ labels }) => labels.alertname) }
}

/** A webhook receiver: a small HTTP server in this process that takes every notification. */
export class Receiver implements AsyncDisposable {
  /** Where it takes notifications. */
  readonly url: string
  readonly #server: Server

  private constructor(server: Server, url: string) {
    this.#server = server
    this.url = url
  }

  /** @param port 0 for any that is free. @throws Error when it can not listen there. */
  static async start(
    { host, port }: { host: string; port: number },
    onNotification: (notification: NotificationEvent) => void,
  ): Promise<Receiver> {
    const server = createServer(async (request, response) => {
      const at = systemClock.now()
      const chunks: Buffer[] = []
      try {
        for await (const chunk of request) chunks.push(chunk)
        onNotification(notificationOf(Buffer.concat(chunks).toString(), at))
        response.writeHead(200).end()
      } catch (thrown) {
        response.writeHead(400).end(String(thrown))
      }
    })
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
    server.unref()
    return new Receiver(server, `http://${host}:${(server.address() as AddressInfo).port}/`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }
}
