import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { unshare } from '../../util/namespaces.ts'
import { HOSTS } from './names.ts'

const run = promisify(execFile)

/** Carries out shell commands; the first that fails ends it. @throws Error with its complaint. */
export const shell = (commands: string): Promise<unknown> => run('sh', ['-ec', commands])

/** Many commands of `ip` in one process: starting a program costs this process more than it costs the kernel. */
export const batch = (lines: readonly string[], where = ''): string =>
  `ip ${where} -batch - <<'END'\n${lines.join('\n')}\nEND`

/** namespaces: the run has its own network, mounts and process ids. none: plain processes on the host's loopback. */
export type Sandbox = 'namespaces' | 'none'

/**
 * The command that starts `argv` with the given sandbox. In namespaces no packet can leave the run, it clashes with nothing, and
 * nothing in it survives its first process.
 */
export const sandboxed = (sandbox: Sandbox, argv: readonly string[]): string[] =>
  sandbox === 'none' ? [...argv] : [...unshare, ...argv]

/**
 * The harness' own address on the network of its run, as pods of a place know it; it never leaves the namespace (RFC 2544 keeps 198.18/15 for tests).
 * @param place by its number, from 0.
 */
export const harnessAddress = (place: number): string => `198.${18 + place}.0.1`

/**
 * Names come from the run's own hosts file (names.ts), and from nowhere else: a name server that nobody answers for would hold Go's gRPC resolver up
 * for many seconds with every lookup, as it asks for a service config (TXT) besides; on loopback the kernel refuses at once.
 */
const OWN_NAMES = `
cat /etc/hosts > ${HOSTS} || : > ${HOSTS}
mount --bind ${HOSTS} /etc/hosts
echo 'nameserver 127.0.0.1' > /run/resolv.conf
if [ -e /etc/resolv.conf ]; then mount --bind /run/resolv.conf "$(readlink -f /etc/resolv.conf)"; fi
`

/** Makes the namespaces of a run usable: loopback up, forwarding between pods, a private place for pod networks. */
export const enterNamespaces = `
mount -t tmpfs tmpfs /run
mkdir /run/netns
${OWN_NAMES}
ip link set lo up
echo 1 > /proc/sys/net/ipv4/ip_forward
`

/** Makes room for the pods of a place: an address of the harness for them, and a file of names. */
export const openPlace = (address: string, hosts: string): string => `
ip address add ${address}/32 dev lo
[ -e ${hosts} ] || cp ${HOSTS} ${hosts}
`

export interface PodNetwork {
  pod: string
  address: string
  /** Distinct for every pod of all places; names the cable's outer end. */
  index: number
}

/**
 * Network namespaces for pods, as Kubernetes gives them: one address each, one virtual cable to the run's network, every other pod behind
 * it. A pod's packets carry its own address, which is what makes a partition possible.
 * @param harness the address of the harness for these pods
 */
export function addPodNetworks(networks: readonly PodNetwork[], harness: string): string {
  const outside = networks.flatMap(({ pod, address, index }) => [
    `netns add ${pod}`,
    `link add v${index} type veth peer name eth0 netns ${pod}`,
    `link set v${index} up`,
    `route add ${address}/32 dev v${index}`,
  ])
  const inside = ({ address }: PodNetwork) => [
    'link set lo up',
    `address add ${address}/32 dev eth0`,
    'link set eth0 up',
    `route add ${harness} dev eth0 scope link`,
    `route add default via ${harness}`,
  ]
  return [batch(outside), ...networks.map(n => batch(inside(n), `-n ${n.pod}`))].join('\n')
}

/** The command that runs `argv` inside a pod's network. The process keeps its id: nsenter becomes the program. */
export const inPodNetwork = (pod: string, argv: readonly string[]): string[] => [
  'nsenter',
  `--net=/run/netns/${pod}`,
  ...argv,
]
