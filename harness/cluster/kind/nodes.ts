import { docker } from './docker.ts'

/** What the node's container runtime says of a container's process. */
export type TaskState = 'running' | 'paused' | 'gone'

/** The chain that holds the rules of a partition, so that they can be taken back as one. */
const CHAIN = 'GAUNTLET'

/**
 * The nodes of a kind cluster, which are containers themselves: what only somebody who stands beside the machine can do to it.
 */
export class Nodes {
  readonly #env: NodeJS.ProcessEnv

  /** @param env has DOCKER_HOST where the engine is not the usual one. */
  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env
  }

  /** SIGKILL for the process of a container. */
  kill(node: string, container: string): Promise<string> {
    return this.#inside(node, 'ctr', '-n', 'k8s.io', 'task', 'kill', '--signal', 'SIGKILL', container)
  }

  /** By the cgroup freezer: no process of the container gets a CPU, and none of them knows. */
  pause(node: string, container: string): Promise<string> {
    return this.#inside(node, 'ctr', '-n', 'k8s.io', 'task', 'pause', container)
  }

  resume(node: string, container: string): Promise<string> {
    return this.#inside(node, 'ctr', '-n', 'k8s.io', 'task', 'resume', container)
  }

  async state(node: string, container: string): Promise<TaskState> {
    if (!(await this.isOn(node))) return 'gone'
    return taskState(await this.#inside(node, 'ctr', '-n', 'k8s.io', 'task', 'ls'), container)
  }

  /** Power off, without warning. */
  async stop(node: string): Promise<void> {
    await docker(this.#env, 'kill', '--signal', 'SIGKILL', node)
  }

  /** Power on. Without a limit on its CPU: processes that a quota throttles do not count as waiting for one, so nobody would see it. */
  async start(node: string): Promise<void> {
    await docker(this.#env, 'start', node)
  }

  async isOn(node: string): Promise<boolean> {
    return (await docker(this.#env, 'inspect', '--format', '{{.State.Running}}', node)).trim() === 'true'
  }

  /**
   * Drops every packet that this node would pass on between these addresses and all others, silently and in both directions. Pods of one
   * node reach each other through it, too.
   */
  async cutOff(node: string, addresses: readonly string[]): Promise<void> {
    const list = addresses.join(',')
    const rules = [
      `-N ${CHAIN}`,
      ...addresses.map(a => `-A ${CHAIN} -s ${a} -d ${list} -j RETURN`),
      `-A ${CHAIN} -s ${list} -j DROP`,
      `-A ${CHAIN} -d ${list} -j DROP`,
      `-I FORWARD -j ${CHAIN}`,
    ]
    await this.#inside(node, 'sh', '-ec', rules.map(rule => `iptables -w 5 ${rule}`).join('\n'))
  }

  /** Takes a partition back, if there is one. */
  async heal(node: string): Promise<void> {
    const rules = [`-D FORWARD -j ${CHAIN}`, `-F ${CHAIN}`, `-X ${CHAIN}`]
    const line = rules.map(rule => `iptables -w 5 ${rule}`).join(' && ')
    await this.#inside(node, 'sh', '-c', `iptables -w 5 -L ${CHAIN} -n >/dev/null 2>&1 || exit 0; ${line}`)
  }

  /** Bytes below a folder of the node; 0 when it is not there. */
  async size(node: string, folder: string): Promise<number> {
    const out = await this.#inside(node, 'sh', '-c', `test -d '${folder}' && du -sb '${folder}' || echo 0`)
    return Number(out.split('\t')[0])
  }

  #inside(node: string, ...argv: string[]): Promise<string> {
    return docker(this.#env, 'exec', node, ...argv)
  }
}

/** From the table that `ctr task ls` prints: `TASK PID STATUS`. */
export function taskState(table: string, container: string): TaskState {
  const [, , status] =
    table
      .split('\n')
      .map(line => line.trim().split(/\s+/))
      .find(([id]) => id === container) ?? []
  if (status === 'RUNNING') return 'running'
  return status === 'PAUSED' ? 'paused' : 'gone'
}
