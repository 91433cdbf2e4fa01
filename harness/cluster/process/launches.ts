import { join } from 'node:path'
import type { Fleet, PodSpec, Program } from '../../fleet/fleet.ts'
import { podsOfWorkload } from '../../fleet/fleet-pods.ts'
import { UsageError } from '../../util/errors.ts'
import type { Commands, PodAddress } from '../cluster.ts'
import { environmentOf, expanded } from '../environment.ts'
import type { AddressPlan } from './addresses.ts'

/** Where a pod of this machine lives. */
interface Home {
  name: string
  address: PodAddress
  /** Folder of its volume. */
  volume: string
}

/** A pod's command line and environment, before any confinement. */
interface Command {
  argv: string[]
  env: Record<string, string>
  /** What it has to read to be started. */
  files: string[]
}

interface LaunchesOptions {
  addresses: AddressPlan
  /** Folder for what must not outlive the run. */
  scratch: string
  /** Folder of the files of the fleet. */
  files: string
  /** Environment for every process. */
  env: Readonly<Record<string, string>>
  /** What should run now. */
  fleet(): Fleet
}

/** How pods are started: their addresses, command lines and environments. */
export class Launches {
  readonly #options: LaunchesOptions
  /** Workload -> its number in the address plan, in order of appearance and for good. */
  readonly #numbers = new Map<string, number>()

  constructor(options: LaunchesOptions) {
    this.#options = options
  }

  /** It is known before the pod is made. */
  address({ workload, ordinal }: PodSpec): PodAddress {
    const number = this.#numbers.get(workload.name) ?? this.#numbers.size
    this.#numbers.set(workload.name, number)
    return this.#options.addresses.pod(number, ordinal, workload.template.ports)
  }

  /** The command line and environment of a pod, as its template wants it. @throws UsageError for what only Kubernetes has */
  launch({ workload: { template } }: PodSpec, home: Home): Command {
    const env = this.#environment(template, home)
    const binary = binaryOf(template.program)
    const files = template.files.map(file => join(this.#options.files, file))
    return { argv: [binary, ...expanded(template.args, env)], env, files: [binary, home.volume, ...files] }
  }

  /** How pods were started, once for each command line. */
  commands(program: Program, pods: readonly (Home & { spec: PodSpec })[]): Commands {
    const kinds = Map.groupBy(pods, p => JSON.stringify(p.spec.workload.template.args))
    return {
      binary: binaryOf(program),
      pods: [...kinds.values()].map(([pod]) => {
        const { template } = pod!.spec.workload
        const env = this.#environment(template, pod!)
        return { args: expanded(template.args, env), env }
      }),
    }
  }

  #environment(template: PodSpec['workload']['template'], { name, address, volume }: Home): Record<string, string> {
    const { scratch, files, env } = this.#options
    const own = environmentOf(template, {
      name,
      ...address,
      namespace: '',
      volume: mount => (mount === undefined ? volume : join(volume, template.mounts![mount]!.subPath)),
      files,
      shared: () => join(scratch, 'bucket'),
      peer: (nth, port) => this.#peer(nth, port),
      secret: secret => {
        throw new UsageError(
          `pod ${name} has a variable from Secret ${secret}, and processes have none`,
          'give its value as text, or run on Kubernetes (--provider kind)',
        )
      },
    })
    return { HOME: scratch, ...env, ...own }
  }

  /** `host:port` of the first pod of the nth workload that has pods. */
  #peer(nth: number, port: string): string {
    const used = this.#options.fleet().workloads.filter(w => w.replicas > 0)
    const { host, ports } = this.address(podsOfWorkload(used[nth % used.length]!)[0]!)
    return `${host}:${ports[port]}`
  }
}

function binaryOf({ name, at }: Program): string {
  if ('binary' in at) return at.binary
  throw new Error(`${name} is an image (${at.image}), and pods are processes here`)
}
