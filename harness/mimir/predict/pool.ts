import { querierShard } from '../shards/querier-shard.ts'
import { ShardRing } from '../shards/shard-ring.ts'
import type { KnownRing } from './ring-source.ts'

/** Instances of which each tenant is given some. */
export interface Pool {
  name: 'ring' | 'queriers'
  instances: readonly string[]
  /** Names of zones that instances are chosen in; none where they are chosen among all. */
  zones: readonly string[]
  /** How many of each zone a size stands for. */
  perZone(size: number): number | undefined
  /** The instances of a tenant, ascending by their places in `instances`. */
  shard(tenant: string, size: number): string[]
  /** Whom readers ask; undefined without a lookback. */
  readers: ((tenant: string, size: number) => string[]) | undefined
}

/** @param lookback seconds; 0 is none */
export function ringPool({ members, now }: KnownRing, lookback: number): Pool {
  const ring = new ShardRing(members)
  return {
    name: 'ring',
    instances: members.map(m => m.id),
    zones: ring.zones,
    perZone: size => (ring.zones.length > 0 && size > 0 ? ring.perZone(size) : undefined),
    shard: (tenant, size) => ring.ids(tenant, size),
    readers: lookback > 0 ? (tenant, size) => ring.ids(tenant, size, { seconds: lookback, now }) : undefined,
  }
}

/** The queriers of a query-scheduler. */
export function querierPool(ids: readonly string[]): Pool {
  const instances = ids.toSorted()
  return {
    name: 'queriers',
    instances,
    zones: [],
    perZone: () => undefined,
    shard: (tenant, size) => querierShard(instances, tenant, size),
    readers: undefined,
  }
}
