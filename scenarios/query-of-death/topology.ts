import { UsageError } from '../../harness/index.ts'
import {
  oneOfEach,
  scale,
  type Topology,
  withConfig,
  withFlags,
  withMemoryLimit,
  withRestartPolicy,
} from '../../harness/mimir/index.ts'
import { queriesOfDeath } from './queries-of-death.ts'
import type { Row } from './row.ts'
import { QUERIERS } from './tenants.ts'

/** Bytes of memory that a querier may have: four times what it needs for the load, and a quarter of what the query wants. */
const MEMORY = 512 * 1024 ** 2

/**
 * One pod of each component, and eight queriers with a memory limit. A dead one stays away until somebody starts it again, as a container in CrashLoopBackOff does,
 * so that who has died can be counted; on Kubernetes it is started again at once, and stays away from the second death on.
 */
export function attacked(pace: Topology['pace'], row: Row): Topology {
  const { shard, shardOn = 'query-scheduler', delay, schedulers = 1, tries, flags = {}, blocked, limited, back } = row
  if (shard >= QUERIERS)
    throw new UsageError(
      `a shard of ${shard} is none among ${QUERIERS} queriers`,
      `use 1 to ${QUERIERS - 1}, or 0 for all`,
    )
  const few = withMemoryLimit(scale(oneOfEach({ zones: 1, pace }), 'querier', QUERIERS), 'querier', MEMORY)
  const many = scale(few, 'query-scheduler', schedulers)
  const mortal = back === 'same' ? many : withRestartPolicy(many, 'querier', 'never if possible')
  const delayed = withFlags(mortal, 'query-scheduler', { 'query-scheduler.querier-forget-delay': `${delay}s` })
  const sharded = withFlags(delayed, shardOn, { 'query-frontend.max-queriers-per-tenant': String(shard) })
  const trying =
    tries === undefined
      ? sharded
      : withFlags(sharded, 'query-frontend', { 'query-frontend.max-retries-per-request': String(tries) })
  const counted = limited === undefined ? trying : withConfig(trying, { limits: limitOf(row, limited) })
  const protectedBy = withFlags(counted, 'querier', flags)
  if (blocked === undefined) return protectedBy
  return withConfig(protectedBy, { limits: { blocked_queries: [{ pattern: blocked, regex: true }] } })
}

const limitOf = ({ query = 'samples' }: Row, { every }: NonNullable<Row['limited']>) => ({
  limited_queries: [{ query: queriesOfDeath[query].text, allowed_frequency: `${every}s` }],
})
