import { rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'

/** An address that only the process of a run can reach, in networks of its own. */
export interface Inner {
  host: string
  port: number
}

/** A socket in the file system is the same in every network. */
const socketIn = (scratch: string): string => join(scratch, 'relay')

/**
 * The inner half of a relay, in the process of the run: whoever connects to a socket in its scratch folder says `<host>:<port>` and a line feed first, and talks
 * to that address then. It ends with that process.
 */
export async function openInner(scratch: string): Promise<void> {
  const path = socketIn(scratch)
  await rm(path, { force: true })
  const server = createServer(client => {
    client.on('error', () => client.destroy())
    client.once('readable', () => {
      const first: Buffer | null = client.read()
      const end = first?.indexOf('\n') ?? -1
      if (first === null || end < 0) return client.destroy()
      const [, host, port] = /^(.*):(\d+)$/.exec(first.subarray(0, end).toString()) ?? []
      if (host === undefined) return client.destroy()
      client.unshift(first.subarray(end + 1))
      joined(client, connect({ host, port: Number(port) }))
    })
  })
  await listening(server, () => server.listen(path))
  server.unref()
}

/**
 * The outer half, in the process that the user has started.
 * @param scratch of the run
 * @returns for each address a port of 127.0.0.1 that leads to it, until it is disposed of
 */
export async function openOuter(
  scratch: string,
  inner: readonly Inner[],
): Promise<AsyncDisposable & { ports: readonly number[] }> {
  const open = new Set<Socket>()
  const servers: Server[] = []
  for (const { host, port } of inner) {
    const server = createServer(client => {
      const relay = tracked(open, connect(socketIn(scratch)))
      relay.write(`${host}:${port}\n`)
      joined(tracked(open, client), relay)
    })
    await listening(server, () => server.listen({ host: '127.0.0.1', port: 0 }))
    servers.push(server)
  }
  return {
    ports: servers.map(server => (server.address() as AddressInfo).port),
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map(server => closed(server, open)))
    },
  }
}

function tracked(open: Set<Socket>, socket: Socket): Socket {
  open.add(socket)
  socket.once('close', () => open.delete(socket))
  return socket
}

/** What one says the other hears, and when one is gone so is the other. */
function joined(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to)
    from.on('error', () => to.destroy())
    from.once('close', () => to.destroy())
  }
}

const listening = (server: Server, listen: () => void): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', resolve)
    listen()
  })

function closed(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  for (const socket of open) socket.destroy()
  return new Promise(resolve => server.close(() => resolve()))
}
