import type { QueryName } from './queries-of-death.ts'
import type { Role } from './tenants.ts'

/** Seconds beyond the delay in which a query-scheduler looks (5 s), and two queriers die one after the other. */
export const LOOKS = 12

/** How a query of death is sent, on which Mimir, and what must come of it: written down before the run. Times are seconds. */
export interface Row {
  /** What is special in it, in a sentence. */
  description: string
  /** Queriers that run a tenant's queries (`-query-frontend.max-queriers-per-tenant`); 0 is all. */
  shard: number
  /** Whom that is set on. Default: query-schedulers, as the document says. */
  shardOn?: 'query-frontend'
  /** How long a query-scheduler keeps the place of a querier that died (`-query-scheduler.querier-forget-delay`). */
  delay: number
  /** Default 1. */
  schedulers?: number
  /** How often the query-frontend tries a query (`-query-frontend.max-retries-per-request`). Default: as Mimir has it, 5. */
  tries?: number
  /** Flags of Mimir's own protections, on queriers. */
  flags?: Readonly<Record<string, string>>
  /** Patterns of queries that query-frontends refuse. */
  blocked?: string
  /** Seconds within which the query may be run once (`limited_queries`); with a results cache, which that needs, or without. */
  limited?: { every: number; withCache: boolean }
  /**
   * How queriers that died come back while the client waits: under the same id, at once and then after 10 s, 20 s and so on, or as another pod. Default: not at
   * all, but on Kubernetes, which knows no such thing, under the same id.
   */
  back?: 'same' | 'other'
  /** Default: the one that wants samples. */
  query?: QueryName
  client: {
    /** It sends the query so often, one after the other, */
    times: number
    /** and waits so long for each answer. */
    waits: number
    /** Whom it asks. Default: the gateway. */
    asks?: 'querier' | 'query-frontend'
    /** It sends it again and again until queriers outside of its shard have died, but no longer than so. */
    untilOthersDie?: number
  }
  predicted: {
    /** How many different queriers die; `shard`: those of the attacker's shard, and no other. Two numbers: at least and at most. */
    dead: 'shard' | number | readonly [number, number]
    /** Tenants whose queries are not answered while the dead are away. */
    out: readonly Role[]
    /** Tenants of whom nothing is said: it depends on the moment. */
    unsaid?: readonly Role[]
    /** Queries of others that a dying querier had may fail. Default: none fails. */
    othersMayFail?: true
    /** How often the shard's queriers have died when others do, at least and at most. */
    crashes?: readonly [number, number]
    /** What the last answer has in it. */
    answer?: string
  }
}
