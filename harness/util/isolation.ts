import { createServer } from 'node:net'
import { command } from './command.ts'
import { reason } from './errors.ts'

/** What the kernel lets an ordinary user have, found by trying. */
export interface Isolation {
  /** A run can live in user, network, mount and pid namespaces of its own. */
  namespaces: boolean
  /** Why not, in the words of the program that was refused. */
  why?: string
  /** Inside them, pods can have network namespaces of their own, joined by veth pairs. */
  veth: boolean
  /** Inside them, iptables takes a rule. */
  iptables: boolean
  /** Pods can be cut off from each other: all of the above. */
  partition: boolean
  /** Whether all of 127.0.0.0/8 can be bound (Linux), or one address only (macOS without aliases). */
  loopback: 'any' | 'only-127.0.0.1'
}

/** Network, mounts and process ids of a process's own, which end with it: flags of `unshare`, a part of util-linux. */
export const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'] as const

/** What to put before a command so that an ordinary user runs it in such namespaces. */
export const unshare = ['unshare', '--user', '--map-root-user', ...namespaces] as const

// `ip netns` and iptables keep files below /run, which only real root may write; a private tmpfs stands in for it.
const trial = `
echo namespaces
mount -t tmpfs tmpfs /run && mkdir -p /run/netns || exit
ip link add trial0 type veth peer name trial1 && ip netns add trial && ip link set trial1 netns trial && echo veth
iptables -A FORWARD -s 198.18.1.2 -j DROP && echo iptables
`

/**
 * Tries out, in well under a second, which isolation the kernel allows. Leaves nothing behind: the trial takes place in
 * namespaces that end with it. Never throws; after five seconds without an answer the answer is no.
 */
export async function probeIsolation(): Promise<Isolation> {
  const [tried, loopback] = await Promise.all([tryNamespaces(), probeLoopback()])
  return { ...tried, partition: tried.namespaces && tried.veth && tried.iptables, loopback }
}

async function tryNamespaces(): Promise<Pick<Isolation, 'namespaces' | 'why' | 'veth' | 'iptables'>> {
  const [file, ...flags] = unshare
  // ip and iptables live in sbin, which is not on every user's PATH.
  const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` }
  try {
    const ended = await command(file, [...flags, 'sh', '-c', trial], { env, timeout: 5000 })
    const works = (what: string) => ended.stdout.split('\n').includes(what)
    const abilities = { namespaces: works('namespaces'), veth: works('veth'), iptables: works('iptables') }
    const complaint = ended.timedOut ? 'no answer within 5 s' : ended.stderr.trim().split('\n')[0]
    return complaint && Object.values(abilities).includes(false) ? { ...abilities, why: complaint } : abilities
  } catch (thrown) {
    return { namespaces: false, why: reason(thrown), veth: false, iptables: false }
  }
}

function probeLoopback(): Promise<Isolation['loopback']> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve('only-127.0.0.1'))
    server.listen(0, '127.77.1.1', () => server.close(() => resolve('any')))
  })
}
