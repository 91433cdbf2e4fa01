import { UsageError } from '../../util/errors.ts'
import { RESOURCES, type Resources, requestsOf } from './requests.ts'

/** What a node has left for pods: thousandths of a CPU, bytes, and how many pods. */
export interface Room {
  node: string
  cpu: number
  memory: number
  pods: number
}

/** A machine's cores and bytes. */
export interface Machine {
  cores: number
  memory: number
}

/** Kubernetes takes no more pods on a node, unless it is told to (kubelet, maxPods). */
const MAX_PODS = 110
const MIB = 2 ** 20

/** What kubeadm and kind put on the nodes by themselves: etcd, the API server, its two controllers, CoreDNS twice and kindnet; and kindnet. */
const CONTROL_PLANE = { cpu: 950, memory: 290 * MIB, pods: 9 }
const WORKER = { cpu: 100, memory: 50 * MIB, pods: 2 }

/** Pods of charts/observer, charts/s3 and the gateway. */
const BESIDE = ['gateway', 'prometheus', 's3']

const ZONES = ['zone-a', 'zone-b', 'zone-c']

/** The nodes of a cluster that a run makes. Each is a container that sees the whole machine. */
const ownRooms = ({ cores, memory }: Machine): Room[] =>
  ['control-plane', ...ZONES].map(node => {
    const taken = node === 'control-plane' ? CONTROL_PLANE : WORKER
    return { node, cpu: cores * 1000 - taken.cpu, memory: memory - taken.memory, pods: MAX_PODS - taken.pods }
  })

/** A pod, as far as it matters to where it fits. */
interface Fitting {
  name: string
  zone?: string | undefined
}

/**
 * Refuses pods of which one would wait for a node for ever: by requests, as Kubernetes decides it.
 * @param where a machine for a cluster of our own, in which a zone is a node and everything else is on the control plane's; or the nodes of another
 * cluster, any of which may take any pod.
 * @param whose in words, before what is wrong: "zone-outage"
 * @throws UsageError naming the pod, what it asks for, and what the nodes have left
 */
export function checkFit(whose: string, fleet: readonly Fitting[], where: Machine | readonly Room[]): void {
  const own = 'cores' in where
  const rooms = own ? ownRooms(where) : where.map(room => ({ ...room }))
  const pods = [
    ...BESIDE.map(name => ({ name, zone: undefined, asks: asked(RESOURCES) })),
    ...fleet.map(({ name, zone }) => ({ name, zone, asks: asked(requestsOf({ ...(zone && { zone }) }, own)) })),
  ]
  for (const { name, zone, asks } of pods) {
    const allowed = own ? rooms.filter(room => room.node === (zone ?? 'control-plane')) : rooms
    const room = allowed
      .sort((a, b) => b.cpu - a.cpu)
      .find(r => r.cpu >= asks.cpu && r.memory >= asks.memory && r.pods > 0)
    if (!room) throw misfit(`${whose}: pod ${name}`, asks, allowed)
    room.cpu -= asks.cpu
    room.memory -= asks.memory
    room.pods -= 1
  }
}

function misfit(pod: string, asks: Asks, rooms: readonly Room[]): UsageError {
  const left = rooms.map(r => `${r.node} ${r.cpu}m, ${Math.floor(r.memory / MIB)} MiB and ${r.pods} pods`)
  return new UsageError(
    `${pod} fits no node: it asks for ${asks.cpu}m of CPU and ${asks.memory / MIB} MiB, and left are ${left.join('; ') || 'no nodes'}`,
    'have fewer replicas, more cores or memory, or run on processes (--provider process)',
  )
}

interface Asks {
  cpu: number
  memory: number
}

const asked = ({ requests: { cpu, memory } }: Resources): Asks => ({
  cpu: Math.ceil(quantity(cpu) * 1000),
  memory: quantity(memory),
})

/** Kubernetes' suffixes, in powers of 1000 and of 1024. */
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E']
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']

/** A quantity as Kubernetes writes it: `40m`, `64Mi`, `2`. NaN for what is none. */
export function quantity(text: string): number {
  const { number = '', unit = '' } = /^(?<number>[\d.]+)(?<unit>[a-zA-Z]*)$/.exec(text)?.groups ?? {}
  if (number === '') return Number.NaN
  const binary = BINARY.indexOf(unit)
  if (binary > 0) return Number(number) * 1024 ** binary
  const decimal = DECIMAL.indexOf(unit)
  return decimal < 0 ? Number.NaN : Number(number) * 1000 ** (decimal - DECIMAL.indexOf(''))
}
