import type { Observer } from '../observer/observer.ts'
import { systemClock } from '../util/clock.ts'
import { done, notYet, until } from '../util/until.ts'
import { call } from './call.ts'
import { configOf } from './config.ts'
import { milliseconds } from './topology/duration.ts'
import { SYNCS_TO_DISCOVER } from './topology/validate-pace.ts'

/**
 * Signals that tell when the store serves what ingesters had. Each is a component's own word and not a time: the waits of Mimir's documents
 * are sums of settings, and leave out that queriers look for new blocks once a minute whatever is set (pkg/querier/blocks_store_queryable.go).
 */

/** Milliseconds at the fast pace. The compactor writes a tenant's index every few seconds, but a cleanup may have to wait for a compaction. */
const DEADLINE = 180_000

/**
 * Makes an ingester compact its heads and ship the blocks, and returns when that is done. It takes no writes of these tenants meanwhile.
 * @param url `http://host:port` of the ingester
 * @param tenants default: all of them
 */
export async function flush(url: string, ...tenants: readonly string[]): Promise<void> {
  const whose = tenants.map(tenant => `&tenant=${encodeURIComponent(tenant)}`).join('')
  await call(url, 'POST', `/ingester/flush?wait=true${whose}`, { timeout: 120_000, expect: 204 })
}

/** Waits until the compactor has written an index of these tenants' blocks that is newer than `since` (ms). */
export const waitForIndexUpdate = (
  observer: Observer,
  tenants: readonly string[],
  since = systemClock.now(),
): Promise<void> =>
  newer(observer, 'cortex_bucket_index_last_successful_update_timestamp_seconds', 'user', tenants, since)

/** Waits until these store-gateways have looked for blocks after `since` (ms). */
export const waitForBlocksSync = (
  observer: Observer,
  gateways: readonly { name: string }[],
  since = systemClock.now(),
): Promise<void> =>
  newer(
    observer,
    'cortex_bucket_stores_blocks_last_successful_sync_timestamp_seconds',
    'pod',
    gateways.map(p => p.name),
    since,
  )

/**
 * Waits until no answer may lack a block that was uploaded before this was called. While store-gateways may still have to discover it, a querier
 * that can not fetch it answers without it and says nothing (pkg/querier/blocks_consistency_checker.go); from then on the query fails.
 */
export async function waitForConsistencyCheck(querier: { url: string }, signal: AbortSignal): Promise<void> {
  const uploaded = systemClock.now()
  const config = await configOf(querier.url)
  const interval = milliseconds(JSON.parse(config['blocks_storage.bucket_store.sync_interval']!))
  await systemClock.sleep(uploaded + SYNCS_TO_DISCOVER * interval - systemClock.now(), signal)
}

/**
 * Begins to watch a counter of some pods.
 * @param counter in PromQL, with a label `pod`
 * @returns waits until it has grown on each of them since; 0 or none before counts as 0.
 */
export async function watchIncrease(
  observer: Observer,
  counter: string,
  pods: readonly { name: string }[],
): Promise<() => Promise<void>> {
  const read = async () =>
    new Map((await observer.query(`sum by (pod) (${counter})`)).map(s => [s.labels.pod ?? '', s.value]))
  const before = await read()
  const look = async () => {
    const now = await read()
    const behind = pods.filter(({ name }) => (now.get(name) ?? 0) <= (before.get(name) ?? 0))
    return behind.length === 0 ? done(undefined) : notYet(`not on ${behind.map(p => p.name).join(', ')}`)
  }
  return () => until(look, { for: `${counter} to grow`, deadline: observer.patience(DEADLINE), every: 500 })
}

/**
 * Waits until each of these queriers has loaded the index of every tenant that it knows once more since this was called: from then on it
 * asks store-gateways for all blocks that were in the index before. A querier looks at the indexes it knows once a minute, 20 % more or less
 * (pkg/querier/blocks_store_queryable.go).
 */
export async function waitForIndexReload(observer: Observer, queriers: readonly { name: string }[]): Promise<void> {
  const read = async (metric: string) =>
    new Map((await observer.query(`max by (pod) (${metric})`)).map(s => [s.labels.pod ?? '', s.value]))
  const before = await read('cortex_bucket_index_loads_total')
  await until(
    async () => {
      const [loads, known] = [await read('cortex_bucket_index_loads_total'), await read('cortex_bucket_index_loaded')]
      const behind = queriers.filter(
        ({ name }) => (loads.get(name) ?? 0) < (before.get(name) ?? 0) + (known.get(name) ?? 0),
      )
      return behind.length === 0
        ? done(undefined)
        : notYet(`${behind.map(p => p.name).join(', ')} have not looked at every tenant's index again`)
    },
    { for: 'queriers to notice new blocks', deadline: observer.patience(DEADLINE), every: 500 },
  )
}

/** Waits until a timestamp metric is newer than `since` (ms) for every one of these label values. */
async function newer(
  observer: Observer,
  metric: string,
  label: string,
  values: readonly string[],
  since: number,
): Promise<void> {
  await until(
    async () => {
      const samples = await observer.query(`max by (${label}) (${metric})`)
      const fresh = samples.filter(s => s.value * 1000 > since && values.includes(s.labels[label] ?? '')).length
      return fresh === values.length
        ? done(undefined)
        : notYet(`${fresh} of ${values.length} are newer than ${new Date(since).toISOString()}`)
    },
    { for: `${metric} to be new for ${values.join(', ')}`, deadline: observer.patience(DEADLINE), every: 500 },
  )
}
