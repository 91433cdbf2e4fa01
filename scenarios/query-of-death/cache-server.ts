import { createServer, type Socket } from 'node:net'
import { type Actions, withFlags } from '../../harness/mimir/index.ts'

/** Commands of memcached that come with data, and the position of its length. */
const STORING = /^(?<verb>add|set|replace) (?<key>\S+) \d+ (?<seconds>\d+) (?<bytes>\d+)\r\n/
const ASKING = /^gets? [^\r]*\r\n/

/**
 * What limited queries need of memcached: `add` keeps a key for so many seconds, and refuses one that is there. Nothing else is kept, so that no result comes from here. It
 * lives as long as the run.
 */
export async function startCache({ host, port }: { host: string; port: number }): Promise<string> {
  /** When a key may be added again, ms. */
  const held = new Map<string, number>()
  const stored = (verb: string, key: string, seconds: number): string => {
    if (verb !== 'add') return 'STORED\r\n'
    if ((held.get(key) ?? 0) > Date.now()) return 'NOT_STORED\r\n'
    held.set(key, Date.now() + seconds * 1000)
    return 'STORED\r\n'
  }
  const serve = (socket: Socket): void => {
    let text = ''
    socket.unref().setEncoding('latin1')
    socket.on('error', () => socket.destroy())
    socket.on('data', (more: string) => {
      text += more
      for (;;) {
        const asking = ASKING.exec(text)
        if (asking) {
          text = text.slice(asking[0].length)
          socket.write('END\r\n')
          continue
        }
        const { verb, key, seconds, bytes } = STORING.exec(text)?.groups ?? {}
        if (verb === undefined || key === undefined) return
        const length = text.indexOf('\r\n') + 2 + Number(bytes) + 2
        if (text.length < length) return
        text = text.slice(length)
        socket.write(stored(verb, key, Number(seconds)))
      }
    })
  }
  const server = createServer(serve).unref()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the cache has no port')
  return `${host}:${address.port}`
}

/** Gives query-frontends a results cache, without which they can not count how often a query is run. */
export async function giveCache(t: Actions): Promise<void> {
  const { receiver } = t.cluster
  if (!receiver) throw new Error('pods can not reach the harness here, and so no cache of it')
  const address = await startCache(receiver)
  await t.apply(topology =>
    withFlags(topology, 'query-frontend', {
      'query-frontend.cache-results': 'true',
      'query-frontend.results-cache.backend': 'memcached',
      'query-frontend.results-cache.memcached.addresses': address,
    }),
  )
}
