import { setTimeout } from 'node:timers/promises'
import type { Cluster, Fault } from '../../harness/index.ts'
import { call } from '../../harness/mimir/index.ts'
import { type Absence, absences } from './absences.ts'
import { comesTrue } from './comes-true.ts'
import { allConnected, connections } from './connections.ts'
import { queriesOfDeath } from './queries-of-death.ts'
import { replaceDead } from './replace-dead.ts'
import { LOOKS, type Row } from './row.ts'
import { ATTACKER, attackersShards, type Shards } from './tenants.ts'

/** Milliseconds from an answer to the next query of a client that sends it again and again: one that is refused (429) is so at once. */
const PAUSE = 1000

/** One query of death, and what came of it. Times are milliseconds. */
export interface Sent {
  at: number
  took: number
  answer: string
}

/** Milliseconds until it is known that a process has ended. A client may be told earlier. */
const KNOWN = 3000

/** Milliseconds for which a query is still sent once queriers outside of the shard have died: there are two of them. */
const STILL = 10_000

type Scene = Parameters<Fault['effect']>[0]

const queriers = (cluster: Cluster) => cluster.pods().filter(p => p.components.includes('querier'))

/**
 * A query that kills the queriers that run it, as a fault: sent through gateway and query-frontend. Those that died come back under their own names, or as other pods
 * where the kubelet would wait for minutes.
 */
export class DeadlyQuery implements Fault {
  readonly kind = 'deadly-request'
  /** The queries of this run. */
  readonly sent: Sent[] = []
  /** How long those who died were away until they were started again. */
  absences: readonly Absence[] = []
  shards: Shards = { first: [], next: [] }
  readonly #row: Row
  /** What was there before, by the querier's name. */
  #before = new Map<string, string | undefined>()
  /** Connections of queriers at each query-scheduler before. */
  #whole: readonly number[] = []

  constructor(row: Row) {
    this.#row = row
  }

  pods(cluster: Cluster): string[] {
    return queriers(cluster).map(p => p.name)
  }

  async inject({ cluster, signal }: Scene): Promise<void> {
    this.#before = new Map(queriers(cluster).map(p => [p.name, p.instance]))
    this.#whole = await connections(cluster)
    this.shards = await attackersShards(cluster)
    const over = new AbortController()
    const until = AbortSignal.any([signal, over.signal])
    const replacing = this.#row.back === 'other' ? replaceDead(cluster, until) : undefined
    const looking = absences(cluster, until)
    try {
      await this.#send({ cluster, signal })
    } finally {
      over.abort()
      await replacing
      this.absences = await looking
    }
  }

  async #send({ cluster, signal }: Pick<Scene, 'cluster' | 'signal'>): Promise<void> {
    const { client, query = 'samples' } = this.#row
    const path = `/prometheus/api/v1/query?${new URLSearchParams({ query: queriesOfDeath[query].text })}`
    const goesOn = this.#clientOf(cluster)
    for (let n = 0; goesOn(n); n++) {
      signal.throwIfAborted()
      const at = Date.now()
      const answer = await call(askedBy(client, cluster, this.shards), 'GET', path, {
        tenant: ATTACKER,
        timeout: client.waits * 1000,
      }).then(
        () => 'answered',
        (thrown: Error) => thrown.message.replace(/^.*?, got /s, '').slice(0, 400),
      )
      this.sent.push({ at, took: Date.now() - at, answer })
      if (client.untilOthersDie !== undefined) await setTimeout(PAUSE, undefined, { signal })
    }
  }

  /** Whether the client sends the query once more, after so many times. */
  #clientOf(cluster: Cluster): (sent: number) => boolean {
    const { times, untilOthersDie } = this.#row.client
    if (untilOthersDie === undefined) return sent => sent < times
    let end = Date.now() + untilOthersDie * 1000
    return () => {
      const isBeyond = this.#dead({ cluster }).some(name => !this.shards.first.includes(name))
      if (isBeyond) end = Math.min(end, Date.now() + STILL)
      return Date.now() < end
    }
  }

  /** That somebody died; or, where nobody should, that the query was refused as predicted. */
  async effect(scene: Scene): Promise<string> {
    await comesTrue(() => this.#dead(scene).length > 0, KNOWN, scene.signal)
    const dead = this.#dead(scene)
    const { answer } = this.sent.at(-1)!
    const { dead: wanted, answer: refusal } = this.#row.predicted
    if (dead.length > 0) return `${dead.join(', ')} died of it`
    if (wanted === 0 && refusal !== undefined && answer.includes(refusal)) return `it was refused: ${answer}`
    // Nothing was tested then. By how much the query missed the limit is what helps.
    const most = await scene.observer.query(
      'max(max_over_time(process_resident_memory_bytes{component="querier"}[1m]))',
    )
    const mebibytes = ((most[0]?.value ?? 0) / 1024 ** 2).toFixed(0)
    throw new Error(
      `the query killed no querier, the largest took ${mebibytes} MiB (${answer}): send one that wants more, or lower the limit`,
    )
  }

  #dead({ cluster }: Pick<Scene, 'cluster'>): string[] {
    const now = new Map(queriers(cluster).map(p => [p.name, p.instance]))
    const died = queriers(cluster).flatMap(({ name, state }) => (state === 'died' ? [name] : []))
    return [...this.#before].flatMap(([name, was]) => (now.get(name) === was && !died.includes(name) ? [] : [name]))
  }

  async recover({ cluster }: Scene): Promise<void> {
    // A back-off ends with the pod, and that is how an operator ends it.
    const isLooping = this.#row.client.untilOthersDie !== undefined
    for (const { name, state } of queriers(cluster)) {
      if (state !== 'died') continue
      await (isLooping ? cluster.restart(name) : cluster.injector.start(name))
    }
  }

  /** Whoever sent it is answered again, too: its shard may be drawn from dead ids until the delay is over. */
  async recovered(scene: Scene): Promise<string> {
    const connected = await allConnected(scene, this.#whole)
    const deadline = (this.#row.delay + LOOKS) * 1000
    if (await comesTrue(() => isAnswered(scene), deadline, scene.signal)) return `${connected}; ${ATTACKER} is answered`
    throw new Error(`${connected}, and ${ATTACKER} is not answered`)
  }
}

/** Whom a client asks: of queriers one outside of its shard. */
function askedBy({ asks }: Row['client'], cluster: Cluster, { first }: Shards): string {
  if (asks === undefined) return cluster.gateway
  return cluster.pods().find(p => p.components.includes(asks) && !first.includes(p.name))!.url
}

const isAnswered = ({ cluster }: Scene): Promise<boolean> =>
  call(cluster.gateway, 'GET', '/prometheus/api/v1/query?query=vector(1)', { tenant: ATTACKER, timeout: 1000 }).then(
    () => true,
    () => false,
  )
