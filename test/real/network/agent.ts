/**
 * Somebody on the network of a run: echoes what comes by TCP and UDP, keeps a connection to each of the others, and tells which of them answer.
 * Its argument is its own address.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Who of these answers; or who could be heard since that was asked last. Answered by a word for each, or by addresses. */
export type Question =
  | {
      addresses: string[]
      /** Milliseconds after which no answer is silence. */
      patience: number
    }
  | 'who was heard'

const PORT = 9000
const own = process.argv[2]!
const kept = new Map<string, Socket>()
let words = 0

/** Says a word that was never said before, and waits until it comes back. */
function answered(
  say: (word: string) => void,
  listen: (heard: (data: Buffer) => void) => void,
  patience: number,
): Promise<string> {
  const word = `<${own} ${words++}>`
  return new Promise(resolve => {
    setTimeout(resolve, patience, 'silence')
    let all = ''
    listen(data => {
      all += data.toString()
      if (all.includes(word)) resolve('answers')
    })
    say(word)
  })
}

const failed = (it: Socket | ReturnType<typeof createSocket>): Promise<string> =>
  once(it, 'error').then(([thrown]) => thrown.code)

const overTcp = (socket: Socket, patience: number): Promise<string> =>
  Promise.race([
    failed(socket),
    answered(
      word => socket.write(word),
      heard => socket.on('data', heard),
      patience,
    ),
  ])

async function byNewConnection(to: string, patience: number): Promise<string> {
  const socket = connect(PORT, to)
  const told = await overTcp(socket, patience)
  socket.destroy()
  return told
}

async function byDatagram(to: string, patience: number): Promise<string> {
  const socket = createSocket('udp4')
  const told = await Promise.race([
    failed(socket),
    answered(
      word => socket.send(word, PORT, to),
      heard => socket.on('message', heard),
      patience,
    ),
  ])
  socket.close()
  return told
}

async function byKeptConnection(to: string, patience: number): Promise<string> {
  const socket = kept.get(to) ?? connect(PORT, to)
  kept.set(to, socket)
  return overTcp(socket, patience)
}

/** One word where all three ways agree, as they should. */
async function ask(to: string, patience: number): Promise<string> {
  const ways = [byNewConnection(to, patience), byKeptConnection(to, patience), byDatagram(to, patience)]
  return [...new Set(await Promise.all(ways))].join(', ')
}

process.once('disconnect', () => process.exit(0))
process.on('message', async (question: Question) => {
  if (question !== 'who was heard') {
    const { addresses, patience } = question
    process.send?.(await Promise.all(addresses.map(to => ask(to, patience))))
    return
  }
  process.send?.([...senders])
  senders.clear()
})
/** Answers that get lost on their way hide that the question did arrive. */
const senders = new Set<string>()
const gossip = createSocket('udp4', (message, from) => {
  senders.add(from.address)
  gossip.send(message, from.port, from.address)
})
gossip.bind(PORT, own)
createServer(socket => socket.on('error', () => {}).pipe(socket)).listen(PORT, own, () => process.send?.('listens'))
