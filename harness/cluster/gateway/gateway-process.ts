/** The gateway's own process; see gateway.ts. Arguments: host, port, the protocol as JSON, and the run's seed. */
import { createServer } from 'node:http'
import { Forwarder } from './forwarder.ts'
import type { Command, Report } from './gateway-messages.ts'
import { type ChangeValues, Protocol } from './protocol.ts'

const [host, port, read, seed] = process.argv.slice(2)
if (!host || !port || !read || !seed || !process.send)
  throw new Error('usage: fork gateway-process.ts <host> <port> <protocol> <seed>')

const report = (message: Report, sent?: () => void): void => void process.send?.(message, undefined, undefined, sent)
const end = () => process.disconnect()
const protocol = Protocol.parse(JSON.parse(read))
const { changeValues } = (await import(protocol.answers)) as { changeValues: ChangeValues }
const forwarder = new Forwarder({ protocol, changeValues }, Number(seed), hit => report({ type: 'hit', hit }))

// A client decides by itself when to close an idle connection: a gateway that closes first could cross with the next request.
const server = createServer(
  { keepAlive: true, keepAliveTimeout: 600_000, requestTimeout: 0 },
  (req, res) => void forwarder.handle(req, res),
)

server.once('error', (error: NodeJS.ErrnoException) => {
  report({ type: 'failed', code: error.code ?? '', reason: error.message }, end)
})
server.listen({ host, port: Number(port), backlog: 4096 }, () => {
  const address = server.address()
  report({ type: 'listening', port: typeof address === 'object' ? (address?.port ?? 0) : 0 })
})

process.on('message', ({ id, order }: Command) => {
  if (order.type === 'routes') forwarder.setRoutes(order.routes)
  if (order.type === 'inject') forwarder.defects.inject(order.defect ?? undefined)
  report({ type: 'done', id }, order.type === 'stop' ? end : undefined)
})

// Ctrl-C in a terminal reaches the whole process group; the gateway serves as long as the harness lives, and no longer.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {})
process.once('disconnect', () => process.exit())
