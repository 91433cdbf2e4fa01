import type { Cluster } from '../cluster/cluster.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Deployed } from '../load/client.ts'
import type { Subject } from './subject.ts'

/** A topology on a cluster: what the subject was told to be, and how that becomes a fleet. */
export class Deployment<Topology> implements Deployed<Topology> {
  readonly cluster: Cluster
  readonly #subject: Subject<Topology>
  #topology: Topology | undefined

  constructor(cluster: Cluster, subject: Subject<Topology>) {
    this.cluster = cluster
    this.#subject = subject
  }

  get topology(): Topology {
    if (this.#topology === undefined) throw new Error('no topology has been applied yet')
    return this.#topology
  }

  fleet(topology: Topology): Fleet {
    return this.#subject.fleetOf(topology, this.cluster.surroundings)
  }

  async apply(topology: Topology, signal?: AbortSignal): Promise<void> {
    if (this.#topology !== undefined) this.#subject.checkChange?.(this.#topology, topology)
    this.#topology = topology
    await this.cluster.apply(this.fleet(topology), signal)
  }
}
