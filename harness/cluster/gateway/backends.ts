import { Pool } from 'undici'
import type { ServedRoutes, ServingPod } from './gateway-messages.ts'

/** Milliseconds until a connection that is not answered, as to a pod behind a partition, counts as failed. */
const CONNECT_TIMEOUT = 2000
/** Milliseconds until a pod that took a request and says nothing, as a paused one, counts as failed. */
const ANSWER_TIMEOUT = 30_000

export interface Backend extends ServingPod {
  pool: Pool
}

/**
 * The pods behind the gateway, each with a pool of connections. Each request goes to one at random: in turn, three tenants that write in a fixed order
 * would each know but one of three pods, and one of them would never meet the broken one.
 */
export class Backends {
  readonly #pools = new Map<string, Pool>()
  readonly #random: () => number
  #routes: ServedRoutes = {}

  /** @param random 0 to 1 */
  constructor(random: () => number) {
    this.#random = random
  }

  /** Takes effect at once for every request that asks from now on. What is under way on other backends ends there undisturbed. */
  set(routes: ServedRoutes): void {
    const wanted = new Set(Object.values(routes).flatMap(r => r.backends.map(b => b.url)))
    for (const [url, pool] of this.#pools) {
      if (wanted.has(url)) continue
      this.#pools.delete(url)
      void pool.close()
    }
    for (const url of wanted) if (!this.#pools.has(url)) this.#pools.set(url, newPool(url))
    this.#routes = routes
  }

  /** One of those that serve a route; undefined when there is none. */
  any(route: string): Backend | undefined {
    const serving = this.#routes[route]?.backends ?? []
    if (serving.length === 0) return undefined
    const one = serving[Math.floor(this.#random() * serving.length)]!
    return { ...one, pool: this.#pools.get(one.url)! }
  }
}

/**
 * Every request has a connection to itself while it lasts, so that one that hangs holds up no other. A connection to a killed process
 * is closed by the kernel at once and leaves the pool by itself; one to a process that is back is made anew.
 */
const newPool = (url: string): Pool =>
  new Pool(url, {
    connections: null,
    pipelining: 1,
    connect: { timeout: CONNECT_TIMEOUT },
    headersTimeout: ANSWER_TIMEOUT,
    bodyTimeout: ANSWER_TIMEOUT,
  })
