import type { Cluster } from '../cluster/cluster.ts'
import { UsageError } from '../util/errors.ts'
import { fleetOf, layersOf } from './fleet.ts'
import { goSettings } from './go-runtime.ts'
import type { Started } from './settings.ts'
import type { Topology } from './topology/types.ts'

/** A topology on a cluster: what Mimir was told to be, and how that becomes a fleet. */
export class Deployment {
  readonly cluster: Cluster
  #topology: Topology | undefined

  constructor(cluster: Cluster) {
    this.cluster = cluster
  }

  get topology(): Topology {
    if (!this.#topology) throw new Error('no topology has been applied yet')
    return this.#topology
  }

  /** The fleet of a topology on this cluster. */
  fleet(topology: Topology) {
    return fleetOf(topology, this.cluster.surroundings)
  }

  /**
   * Adds, removes, rolls and re-configures pods until the topology is true and all are ready.
   * @param signal no further pod is changed once it fires; this throws its reason then.
   * @throws UsageError when the pace changes: it is built into the data that pods already hold.
   */
  async apply(topology: Topology, signal?: AbortSignal): Promise<void> {
    const before = this.#topology
    if (before && before.pace !== topology.pace) {
      throw new UsageError(
        `the pace can not change from ${before.pace} to ${topology.pace} while pods hold data`,
        'start a new run with --pace',
      )
    }
    this.#topology = topology
    await this.cluster.apply(this.fleet(topology), signal)
  }

  /** How the pods were started: enough to say later which of Mimir's settings they had. Undefined where no binary can be asked. */
  started(): Started | undefined {
    const commands = this.cluster.commands()
    if (!commands) return undefined
    const { binary, pods } = commands
    return { mimir: binary, layers: layersOf(this.topology, this.cluster.surroundings), pods, others: goSettings }
  }
}
