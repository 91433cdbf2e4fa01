import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { command } from '../../util/command.ts'
import { UsageError } from '../../util/errors.ts'
import { INVOCATION } from '../../util/invocation.ts'
import { done, notYet, until } from '../../util/until.ts'
import type { ManagedCluster } from '../provider-config.ts'
import { docker, loadArchive } from './docker.ts'
import { Kubernetes } from './kubernetes.ts'

/** Every cluster that a run makes begins with this; `clean` touches no other. */
export const PREFIX = 'gauntlet-'

/** Ports of the control plane's node that kind maps to the loopback (kind/*.yaml): they stay while pods come and go. */
export const NODE_PORTS = { gateway: 30_080, prometheus: 30_090 } as const

/** The control plane and three workers, which are the zones. */
const NODES = 4
const NODES_DEADLINE = 180_000

const config = fileURLToPath(new URL('../../../kind/three-zones.yaml', import.meta.url))

/** Name of a run's cluster: the part of its id that no other run has. A node's name must fit into a host name of 63 characters. */
export const clusterName = (run: string): string => PREFIX + run.split('-').slice(-3).join('-')

type Node = NonNullable<ManagedCluster['node']>

/** A kind cluster that is there for one run. */
export class KindNodes implements AsyncDisposable {
  readonly name: string
  readonly kubeconfig: string
  readonly #kind: string
  readonly #env: NodeJS.ProcessEnv

  private constructor(name: string, kubeconfig: string, kind: string, env: NodeJS.ProcessEnv) {
    this.name = name
    this.kubeconfig = kubeconfig
    this.#kind = kind
    this.#env = env
  }

  /**
   * Creates it and waits until all nodes are Ready.
   * @param env has DOCKER_HOST where the engine is not the usual one.
   * @throws UsageError when kind can not make it; nothing is left then.
   */
  static async create(
    run: string,
    { kind, node, archives, pulled }: ManagedCluster,
    scratch: string,
    env: NodeJS.ProcessEnv,
    onProgress: (text: string) => void,
    signal: AbortSignal,
  ): Promise<KindNodes> {
    const name = clusterName(run)
    const kubeconfig = join(scratch, 'kubeconfig')
    // A network of its own, so that deleting the cluster leaves no network behind.
    const made = new KindNodes(name, kubeconfig, kind, { ...env, KIND_EXPERIMENTAL_DOCKER_NETWORK: name })
    onProgress(`kind: cluster ${name}, 4 nodes`)
    const image = node ? ['--image', node.image] : []
    try {
      if (node) await made.#loadNode(node, onProgress, signal)
      await made.#run(
        signal,
        'create',
        'cluster',
        '--name',
        name,
        '--config',
        config,
        '--kubeconfig',
        kubeconfig,
        ...image,
      )
      await made.#ready(onProgress, signal)
      for (const archive of archives) {
        onProgress(`kind: load ${archive}`)
        await made.#run(signal, 'load', 'image-archive', '--name', name, archive)
      }
      if (pulled.length > 0) await made.#run(signal, 'load', 'docker-image', '--name', name, ...pulled)
      return made
    } catch (thrown) {
      await made[Symbol.asyncDispose]()
      throw thrown
    }
  }

  get controlPlane(): string {
    return `${this.name}-control-plane`
  }

  /** Where a port of the control plane's node is on this machine: `http://127.0.0.1:41233`. */
  async address(port: number): Promise<string> {
    const out = await docker(this.#env, 'port', this.controlPlane, `${port}/tcp`)
    return `http://${out.trim().split('\n')[0]}`
  }

  /** This machine's own address in the cluster's network; undefined where the engine's bridges are not on this machine. */
  async bridge(): Promise<string | undefined> {
    const gateways = '{{range .IPAM.Config}}{{println .Gateway}}{{end}}'
    const known = (await docker(this.#env, 'network', 'inspect', this.name, '--format', gateways)).split('\n')
    const ours = Object.values(networkInterfaces()).flatMap(addresses => addresses ?? [])
    return ours.find(({ address, family }) => family === 'IPv4' && known.includes(address))?.address
  }

  /** Makes sure that the engine has the node image. */
  async #loadNode({ image, archive }: Node, onProgress: (text: string) => void, signal: AbortSignal): Promise<void> {
    if (archive === undefined) return
    const known = await command('docker', ['image', 'inspect', image], { env: this.#env, signal })
    if (known.code === 0) return
    onProgress(`docker: load ${image}`)
    await loadArchive(this.#env, archive, signal)
  }

  async #ready(onProgress: (text: string) => void, signal: AbortSignal): Promise<void> {
    const kubernetes = new Kubernetes(this.kubeconfig, 'default')
    await until(
      async () => {
        const ready = await kubernetes.readyNodes()
        return ready.length === NODES ? done(undefined) : notYet(`${ready.length} of ${NODES} nodes are Ready`)
      },
      {
        for: `the nodes of ${this.name} to be Ready`,
        deadline: NODES_DEADLINE,
        every: 500,
        signal,
        onLook: seen => onProgress(`kind: ${seen}`),
      },
    )
  }

  async #run(signal: AbortSignal, ...args: string[]): Promise<void> {
    const { code, stderr } = await command(this.#kind, args, { env: this.#env, timeout: 600_000, signal })
    if (code === 0) return
    throw explained(args.slice(0, 2).join(' '), stderr)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await command(this.#kind, ['delete', 'cluster', '--name', this.name, '--kubeconfig', this.kubeconfig], {
      env: this.#env,
    })
    await command('docker', ['network', 'rm', this.name], { env: this.#env })
  }
}

/** What kind's complaint means for the user. */
export function explained(what: string, stderr: string): UsageError {
  const lines = stderr.trim().split('\n')
  const word = lines.findLast(line => /error|fail/i.test(line)) ?? lines.at(-1) ?? 'no reason given'
  if (/already exist for a cluster/.test(stderr)) {
    return new UsageError(
      `kind ${what}: a cluster of that name exists`,
      `\`${INVOCATION} clean\` deletes what killed runs left`,
    )
  }
  if (/too many open files|inotify/.test(stderr)) {
    return new UsageError(
      `kind ${what}: the kernel's inotify limits are too low (${word})`,
      'sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512',
    )
  }
  if (/pull access denied|failed to pull image|manifest unknown|no such host/i.test(stderr)) {
    return new UsageError(
      `kind ${what}: the node image can not be had (${word})`,
      'check the registry, or use --images build, which needs package registries only',
    )
  }
  return new UsageError(`kind ${what} failed (${word})`, `\`${INVOCATION} doctor\` says what a cluster needs`)
}
