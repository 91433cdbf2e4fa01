import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/**
 * The name server of an engine whose network leads nowhere. It says at once that there is no such name; without it, whoever asks for a
 * name outside of the cluster waits for seconds until nobody has answered.
 */
export async function startNames(address: string): Promise<Disposable> {
  const socket = createSocket('udp4')
  socket.on('message', (query, { port, address }) => {
    const answer = noSuchName(query)
    if (answer) socket.send(answer, port, address)
  })
  socket.bind(53, address)
  await once(socket, 'listening')
  return { [Symbol.dispose]: () => void socket.close() }
}

const HEADER = 12
/** RFC 1035 4.1.1: a response, recursion desired and available, name error. */
const NAME_ERROR = 0x8183

/** The answer "no such name" to a DNS query; undefined for what is none. */
export function noSuchName(query: Buffer): Buffer | undefined {
  if (query.length < HEADER || query.readUInt16BE(4) !== 1) return undefined
  let end = HEADER
  while (end < query.length && query[end] !== 0) end += query[end]! + 1
  // The empty label at the end, type and class.
  end += 5
  if (end > query.length) return undefined
  const answer = Buffer.alloc(end)
  query.copy(answer, 0, 0, end)
  answer.writeUInt16BE(NAME_ERROR, 2)
  answer.fill(0, 6, HEADER)
  return answer
}
