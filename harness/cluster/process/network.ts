import { UsageError } from '../../util/errors.ts'
import type { PodAddress } from '../cluster.ts'
import { giveNames, hostsOf, withHosts } from './names.ts'
import { Partitions } from './partitions.ts'
import { addPodNetworks, enterNamespaces, harnessAddress, inPodNetwork, openPlace, shell } from './sandbox.ts'

/** Places that a run can have: 198.18/15, which is for tests (RFC 2544), is two times 65,536 addresses. */
const PLACES = 2

/** Places of this process, each with its number, in the order in which they came. */
const numbers = new Map<string, number>()

/** The namespaces that this process was started in are made usable once, whoever comes first. */
let entered: Promise<unknown> | undefined

/** Cables of all places: each end has a name of its own. */
let cables = 0

/** A pod, as far as the network is concerned. */
interface Networked {
  readonly name: string
  readonly workload: string
  readonly address: PodAddress
}

/** What a place of a run has of the network of the namespaces that it shares with the run's other place. */
export class PlaceNetwork {
  readonly partitions: Partitions
  /** From 0. */
  readonly number: number
  readonly #place: string
  /** Pods that have a network; it stays for whoever takes the name, and with it the address, later. */
  readonly #networks = new Set<string>()

  private constructor(place: string, number: number) {
    this.#place = place
    this.number = number
    this.partitions = new Partitions(number)
  }

  /**
   * @param place empty for the main one.
   * @throws UsageError for a third place
   */
  static async join(place: string): Promise<PlaceNetwork> {
    const number = numbers.get(place) ?? numbers.size
    if (number >= PLACES) {
      throw new UsageError(`place ${place} is one too many: a run has ${PLACES}`, 'leave a place out')
    }
    numbers.set(place, number)
    entered ??= shell(enterNamespaces)
    await entered
    await shell(openPlace(harnessAddress(number), hostsOf(place)))
    return new PlaceNetwork(place, number)
  }

  /** Gives pods a network where they have none. */
  async add(pods: readonly Networked[]): Promise<void> {
    const added = pods.filter(p => !this.#networks.has(p.name))
    for (const pod of added) this.#networks.add(pod.name)
    const networks = added.map(p => ({ pod: this.#nameOf(p.name), address: p.address.host, index: cables++ }))
    await shell(addPodNetworks(networks, harnessAddress(this.number)))
  }

  /** The command that runs `argv` as this pod, which sees the names of its own place. The process keeps its id. */
  inside(pod: string, argv: readonly string[]): string[] {
    return inPodNetwork(this.#nameOf(pod), withHosts(this.#place, argv))
  }

  /** Names these pods, and nobody else of this place. */
  name(pods: readonly Networked[]): Promise<void> {
    return giveNames(this.#place, pods)
  }

  #nameOf(pod: string): string {
    return this.#place === '' ? pod : `${this.#place}.${pod}`
  }
}
