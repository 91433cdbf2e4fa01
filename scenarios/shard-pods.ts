import {
  type Actions,
  blockToken,
  type RingName,
  readShardRing,
  ruleGroupToken,
  type ShardRing,
  storedBlocks,
  TokenOwners,
  tenantToken,
} from '../harness/mimir/index.ts'
import { ingesterRing } from './sharding.ts'

/** Which pods really serve a tenant: of all pods just those that its name and the ring give. */

/** Milliseconds until a change of a shard has taken effect everywhere: rulers and store-gateways look every few seconds, one after the other. */
const TAKES_EFFECT = 60_000

/** The pods of a component, in order. */
export const podsOf = (t: Actions, component: string) =>
  t.cluster.pods().filter(p => p.components.some(c => c === component))

/**
 * The ring of a component as a pod of it sees it.
 * @param members how many it must have; until it has so many it is read again
 */
export const ringOf = async (t: Actions, ring: RingName, members = 0): Promise<ShardRing> =>
  (await readShardRing(podsOf(t, ring)[0]!.url, ring, members)).ring

/** Within a tenant's shard of a ring: who has which keys. @param size 0: no shard */
export const ownersIn = (ring: ShardRing, tenant: string, size: number): TokenOwners =>
  new TokenOwners(ring.shard(tenant, size).map(i => ring.members[i]!))

/** Store-gateways that have each block, one of each zone. */
const BLOCK_REPLICAS = 3

/** Within a tenant's shard of store-gateways: who has which block. @param size 0: no shard */
export function blockOwnersIn(ring: ShardRing, tenant: string, size: number): (block: string) => string[] {
  const owners = ownersIn(ring, tenant, size)
  return block => owners.of(blockToken(block), BLOCK_REPLICAS)
}

const inOrder = (names: readonly string[]): string => [...names].sort().join(', ')

/** Names of the pods that this expression gives, in order. */
const podsIn = async (t: Actions, expr: string): Promise<string> =>
  inOrder((await t.observer.query(expr)).map(s => s.labels.pod!))

/**
 * Asserts that an expression gives just these pods.
 * @param what in words that fit behind "expected": `samples of a to go to`
 * @param within milliseconds in which it may become so. 0: it is asked once
 */
const expectOnly = (
  t: Actions,
  what: string,
  pods: readonly string[],
  expr: string,
  within = TAKES_EFFECT,
): Promise<void> => {
  const wanted = inOrder(pods)
  const asked = async () => {
    const names = await podsIn(t, expr)
    return names === wanted || names || 'no pod'
  }
  return t.expect(`${what} ${wanted}`, asked, { within })
}

/** What ingesters took of a tenant in the last seconds. */
const taken = (tenant: string, seconds: number) =>
  `sum by (pod) (increase(cortex_ingester_ingested_samples_total{user="${tenant}"}[${seconds}s])) > 0`

/** Ingesters of the predicted shard take samples of these tenants, and no other does any more. */
export async function onlyShardTakes(t: Actions, tenants: readonly string[], size: number): Promise<void> {
  const { ring } = await ingesterRing(t)
  for (const tenant of tenants)
    await expectOnly(t, `samples of ${tenant} to go to`, ring.ids(tenant, size), taken(tenant, 5), TAKES_EFFECT / 2)
}

/** In all of the last seconds no ingester outside of the shard took a sample of a tenant. It is asked once: a single write that went elsewhere is seen. */
export async function onlyShardTook(t: Actions, tenant: string, size: number, seconds: number): Promise<void> {
  const { ring } = await ingesterRing(t)
  const what = `for ${seconds} s samples of ${tenant} to have gone to`
  await expectOnly(t, what, ring.ids(tenant, size), taken(tenant, seconds), 0)
}

/**
 * Store-gateways of the predicted shard have blocks of these tenants, and no other has: within the shard those whose tokens follow a block's. Compaction makes blocks and
 * removes them, so it is predicted anew for each look. What is marked for deletion the owners of that may have.
 */
export async function onlyShardLoads(t: Actions, tenants: readonly string[], size: number): Promise<void> {
  const ring = await ringOf(t, 'store-gateway')
  const { url } = podsOf(t, 'store-gateway')[0]!
  for (const tenant of tenants) {
    const owners = blockOwnersIn(ring, tenant, size)
    const ownersOf = (blocks: readonly string[]) => [...new Set(blocks.flatMap(owners))]
    const expr = `cortex_bucket_store_blocks_loaded_size_bytes{user="${tenant}"} > 0`
    const asked = async () => {
      const [must, may] = [ownersOf(await storedBlocks(url, tenant)), ownersOf(await storedBlocks(url, tenant, true))]
      const have = (await t.observer.query(expr)).map(s => s.labels.pod!)
      const right = must.length > 0 && must.every(id => have.includes(id)) && have.every(id => may.includes(id))
      return right || `${inOrder(have) || 'no pod'}, predicted ${inOrder(must) || 'no block'}`
    }
    await t.expect(`blocks of ${tenant} to be loaded by just their owners`, asked, { within: 3 * TAKES_EFFECT })
  }
}

/** The predicted ruler has the rule group of these tenants, and no other has: within the shard the one whose token follows the group's. */
export async function onlyShardEvaluates(t: Actions, tenants: readonly string[], size: number): Promise<void> {
  const ring = await ringOf(t, 'ruler')
  for (const tenant of tenants) {
    const owner = ownersIn(ring, tenant, size).of(ruleGroupToken(tenant, 'gauntlet', 'gauntlet'), 1)
    const expr = `sum by (pod) (cortex_prometheus_rule_group_rules{user="${tenant}",rule_group=~".+;gauntlet"}) > 0`
    await expectOnly(t, `rules of ${tenant} to be evaluated by`, owner, expr)
  }
}

/** Milliseconds between two times that a compactor writes the index of a tenant's blocks, at the fast pace. */
const CLEANUP = 5000

/** The predicted compactor looks after the blocks of these tenants, and no other does: what one began before the change it may end. */
export async function onlyShardCompacts(t: Actions, tenants: readonly string[], size: number): Promise<void> {
  const ring = await ringOf(t, 'compactor')
  await t.traffic((2 * CLEANUP) / 1000)
  const since = Date.now() / 1000
  await t.traffic((2 * CLEANUP) / 1000)
  for (const tenant of tenants) {
    const owner = ownersIn(ring, tenant, size).of(tenantToken(tenant), 1)
    const expr = `cortex_bucket_index_last_successful_update_timestamp_seconds{user="${tenant}"} > ${since}`
    await expectOnly(t, `blocks of ${tenant} to be looked after by`, owner, expr)
  }
}

/** The predicted Alertmanagers have the silence of this tenant, and no other has. They have no shards: a tenant is on so many as `factor` says. */
export async function onlyShardHasAlerts(t: Actions, tenant: string, factor: number): Promise<void> {
  const owners = ownersIn(await ringOf(t, 'alertmanager'), tenant, 0).of(tenantToken(tenant), factor)
  const expr = `cortex_alertmanager_silences{user="${tenant}",state="active"} > 0`
  await expectOnly(t, `the silence of ${tenant} to be on`, owners, expr)
}
