import { NOISY, oneOfEach, type Topology, withConfig, withCpuLimit, withOverrides } from '../../harness/mimir/index.ts'
import { ALL_INGESTERS, lookingBack } from '../sharding.ts'
import { PER_ZONE, QUERIER_SHARD, QUERIERS, RULER_SHARD, RULERS, SIZE } from './tenants.ts'

/** Seconds for which readers look back: while they ask every ingester, they wait for those that the flood reaches. */
export const LOOKBACK = 60

/**
 * Cores that a pod may use which the flood reaches. All pods of a machine share its CPU, as those of a cluster do not: with these limits a flood
 * of one shard leaves half of a machine of two free.
 */
const CORES = {
  writes: { distributor: 0.13, ingester: 0.15 },
  queries: { 'query-frontend': 0.2, 'query-scheduler': 0.1, querier: 0.15 },
  rules: { ruler: 0.25 },
} as const

/** Samples a second that an ingester takes, from whomever: more than the others need together, and less than the noisy tenant may send. */
const INGESTER_RATE = 800

/** Rule groups of the noisy tenant. */
export const RULE_GROUPS = 5

/** Write requests a second that are taken of the noisy tenant, each with 1,000 samples, and queries of a tenant that may wait. */
const LIMITS = { request_rate: 2, request_burst_size: 2, ruler_max_rule_groups_per_tenant: RULE_GROUPS } as const
const WAITING = 20

/** Shards of ingesters, queriers and rulers for every tenant, and limits for the noisy one. @param reached where the flood comes */
export function sharded(pace: Topology['pace'], reached: keyof typeof CORES): Topology {
  const replicas = { distributor: 2, ingester: PER_ZONE, querier: QUERIERS, ruler: RULERS }
  const small = lookingBack(oneOfEach({ zones: 3, pace, replicas }), LOOKBACK)
  const bounded = Object.entries(CORES[reached]).reduce(
    (topology, [name, cores]) => withCpuLimit(topology, name === 'ingester' ? ALL_INGESTERS : name, cores),
    small,
  )
  const shards = {
    ingestion_tenant_shard_size: SIZE,
    max_queriers_per_tenant: QUERIER_SHARD,
    ruler_tenant_shard_size: RULER_SHARD,
  }
  const config = withConfig(bounded, {
    limits: shards,
    ingester: { instance_limits: { max_ingestion_rate: INGESTER_RATE } },
    query_scheduler: { max_outstanding_requests_per_tenant: WAITING },
  })
  return withOverrides(config, NOISY, LIMITS)
}

export const withoutShards = (topology: Topology): Topology =>
  withConfig(topology, {
    limits: { ingestion_tenant_shard_size: 0, max_queriers_per_tenant: 0, ruler_tenant_shard_size: 0 },
  })

export const withoutLimits = (topology: Topology): Topology =>
  withConfig(
    withOverrides(topology, NOISY, { request_rate: 0, request_burst_size: 0, ruler_max_rule_groups_per_tenant: 0 }),
    {
      query_scheduler: { max_outstanding_requests_per_tenant: 100_000 },
    },
  )
