import type { Cluster, Fault } from '../../harness/index.ts'
import { call } from '../../harness/mimir/index.ts'
import { comesTrue } from './comes-true.ts'
import { allConnected, connections } from './connections.ts'
import { queriesOfDeath } from './queries-of-death.ts'
import { replaceDead } from './replace-dead.ts'
import { LOOKS, type Row } from './row.ts'
import { ATTACKER, SHARD } from './tenants.ts'

/** One query of death, and what came of it. Times are milliseconds. */
export interface Sent {
  at: number
  took: number
  answer: string
}

/** Milliseconds until it is known that a process has ended. A client may be told earlier. */
const KNOWN = 3000

type Scene = Parameters<Fault['effect']>[0]

const queriers = (cluster: Cluster) => cluster.pods().filter(p => p.components.includes('querier'))

/** A query that kills the queriers that run it, as a fault: sent through gateway and query-frontend. Those that died come back under their own names. */
export class DeadlyQuery implements Fault {
  readonly kind = 'deadly-request'
  /** The queries of this run. */
  readonly sent: Sent[] = []
  readonly #row: Row
  readonly #mayDie: readonly string[]
  /** What was there before, by the querier's name. */
  #before = new Map<string, string | undefined>()
  /** Connections of queriers at each query-scheduler before. */
  #whole: readonly number[] = []

  /** @param mayDie names of pods that may die of it */
  constructor(row: Row, mayDie: readonly string[]) {
    this.#row = row
    this.#mayDie = mayDie
  }

  pods(cluster: Cluster): string[] {
    return queriers(cluster).flatMap(({ name }) => (this.#mayDie.includes(name) ? [name] : []))
  }

  async inject({ cluster, signal }: Scene): Promise<void> {
    this.#before = new Map(queriers(cluster).map(p => [p.name, p.instance]))
    this.#whole = await connections(cluster)
    const over = new AbortController()
    const replacing =
      this.#row.back === 'other' ? replaceDead(cluster, AbortSignal.any([signal, over.signal])) : undefined
    try {
      await this.#send(cluster)
    } finally {
      over.abort()
      await replacing
    }
  }

  async #send(cluster: Cluster): Promise<void> {
    const { client, query = 'samples' } = this.#row
    const path = `/prometheus/api/v1/query?${new URLSearchParams({ query: queriesOfDeath[query].text })}`
    for (let n = 0; n < client.times; n++) {
      const at = Date.now()
      const answer = await call(askedBy(client, cluster), 'GET', path, {
        tenant: ATTACKER,
        timeout: client.waits * 1000,
      }).then(
        () => 'answered',
        (thrown: Error) => thrown.message.replace(/^.*?, got /s, '').slice(0, 400),
      )
      this.sent.push({ at, took: Date.now() - at, answer })
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

  #dead({ cluster }: Scene): string[] {
    const now = new Map(queriers(cluster).map(p => [p.name, p.instance]))
    return [...this.#before].flatMap(([name, instance]) => (now.get(name) === instance ? [] : [name]))
  }

  async recover({ cluster }: Scene): Promise<void> {
    for (const { name, state } of queriers(cluster)) if (state === 'died') await cluster.injector.start(name)
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
function askedBy({ asks }: Row['client'], cluster: Cluster): string {
  if (asks === undefined) return cluster.gateway
  return cluster.pods().find(p => p.components.includes(asks) && !SHARD.includes(p.name))!.url
}

const isAnswered = ({ cluster }: Scene): Promise<boolean> =>
  call(cluster.gateway, 'GET', '/prometheus/api/v1/query?query=vector(1)', { tenant: ATTACKER, timeout: 1000 }).then(
    () => true,
    () => false,
  )
