import { batch, shell } from './sandbox.ts'

/** The kernel asks its rules in this order: partitions, this one (what is for the run itself), 32766 (routes to pods). */
const LOCAL = 32_765

/** Each partition stands before those that were made earlier. */
const FIRST = LOCAL - 1

/** Rules that a place of a run has for its partitions: those of the second place stand before those of the first. */
const PER_PLACE = 1000

/** A routing table of one route, into a cable whose other end nobody reads. */
const NOWHERE = 198

/**
 * What partitions need of the run's network. The kernel's own rule for local addresses stands before all others (0), so that packets to the
 * run itself could not be held up: it moves behind the partitions.
 */
export const readyForPartitions = batch([
  'link add nowhere type veth peer name nowhere-end',
  'link set nowhere arp off up',
  'link set nowhere-end up',
  `route add default dev nowhere table ${NOWHERE}`,
  `rule add pref ${LOCAL} lookup local`,
  'rule del pref 0 lookup local',
])

/**
 * Routing rules that drop every packet between these addresses and all others, silently and in both directions. Packets among the addresses are
 * left to the rules that follow. A packet that the run itself sends goes nowhere by a route: `blackhole` would tell the sender at once.
 * @param pref of the rules, by default of the first partition; those that follow have the next one.
 */
export const rulesAround = (addresses: readonly string[], pref = FIRST): string[] =>
  [
    ...addresses.flatMap(a => addresses.filter(b => b !== a).map(b => `from ${a} to ${b} goto ${pref + 1}`)),
    ...addresses.flatMap(a => [`iif lo to ${a} lookup ${NOWHERE}`, `from ${a} blackhole`, `to ${a} blackhole`]),
  ].map(rule => `pref ${pref} ${rule}`)

/** The run's network is made ready once, whichever place cuts pods off first. */
let ready: Promise<unknown> | undefined

/**
 * The partitions of one place of a run in namespaces: who is cut off from whom. Made of routing rules, so that iproute2 is all that they need. What one
 * place makes and takes back leaves the partitions of the other as they are.
 */
export class Partitions {
  /** Of its first partition. */
  readonly #first: number
  /** One list of rules for each partition. */
  readonly #partitions: string[][] = []
  #anchored = false

  /** @param place by its number, from 0 */
  constructor(place: number) {
    this.#first = FIRST - place * PER_PLACE
  }

  /**
   * Drops every packet between these addresses and all others, silently and in both directions, as a broken switch would. Traffic among the
   * given addresses goes on, unless an earlier partition separates them.
   */
  async cutOff(addresses: readonly string[]): Promise<void> {
    ready ??= shell(readyForPartitions)
    await ready
    await this.#anchor()
    const rules = rulesAround(addresses, this.#first - this.#partitions.length)
    this.#partitions.push(rules)
    await shell(batch(rules.map(rule => `rule add ${rule}`)))
  }

  /** A rule to which packets go on that this place lets pass, whatever partitions the other one has. */
  async #anchor(): Promise<void> {
    if (this.#anchored || this.#first === FIRST) return
    this.#anchored = true
    await shell(batch([`rule add pref ${this.#first + 1} nop`]))
  }

  /** Takes every partition back, at once. */
  async healAll(): Promise<void> {
    // In reverse, or packets among pods that are cut off together would be dropped for a moment.
    const rules = this.#partitions.splice(0).flat().reverse()
    if (rules.length > 0) await shell(batch(rules.map(rule => `rule del ${rule}`)))
  }
}
