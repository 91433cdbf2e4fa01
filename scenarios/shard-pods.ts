import {
  type Actions,
  ownersOf,
  type RingName,
  readRing,
  readShardRing,
  ruleGroupToken,
  type ShardRing,
  tenantToken,
} from '../harness/mimir/index.ts'

/** Which pods really serve a tenant, beside those that its shard gives. */

/** Milliseconds until a change of a shard has taken effect everywhere: rulers and store-gateways look every few seconds, one after the other. */
const TAKES_EFFECT = 60_000

/** Names of the pods that this expression gives, in order. */
export async function podsIn(t: Actions, expr: string): Promise<string> {
  const found = await t.observer.query(expr)
  return found
    .map(s => s.labels.pod!)
    .sort()
    .join(', ')
}

const podWith = (t: Actions, component: RingName) =>
  t.cluster.pods().find(p => p.components.some(c => c === component))!

/** The ring of a component as a pod of it sees it. */
const ringOf = async (t: Actions, ring: RingName) => (await readShardRing(podWith(t, ring).url, ring)).ring

/** Within a tenant's shard the one member whose token follows a key. */
function ownerIn(ring: ShardRing, tenant: string, size: number, key: number): string {
  const shard = ring.shard(tenant, size).map(i => ({ ...ring.members[i]!, state: 'ACTIVE', address: '' }))
  const members = shard.map(m => ({ ...m, tokens: [...m.tokens] }))
  return ownersOf(members, key, 1)[0]!
}

/** Of all store-gateways just those of the predicted shard have blocks of these tenants. */
export async function onlyShardLoads(t: Actions, tenants: readonly string[], size: number): Promise<void> {
  const ring = await ringOf(t, 'store-gateway')
  for (const tenant of tenants) {
    const wanted = [...ring.ids(tenant, size)].sort().join(', ')
    await t.expect(
      `blocks of ${tenant} to be loaded by ${wanted}`,
      async () => {
        const names = await podsIn(t, `cortex_bucket_store_blocks_loaded_size_bytes{user="${tenant}"} > 0`)
        return names === wanted || names || 'no store-gateway'
      },
      { within: 3 * TAKES_EFFECT },
    )
  }
}

/** Of all rulers just the predicted one has the rule group of these tenants: within its shard the one whose token follows the group's. */
export async function onlyShardEvaluates(t: Actions, tenants: readonly string[], size: number): Promise<void> {
  const ring = await ringOf(t, 'ruler')
  for (const tenant of tenants) {
    const wanted = ownerIn(ring, tenant, size, ruleGroupToken(tenant, 'gauntlet', 'gauntlet'))
    await t.expect(
      `rules of ${tenant} to be evaluated by ${wanted}`,
      async () => {
        const names = await podsIn(
          t,
          `sum by (pod) (cortex_prometheus_rule_group_rules{user="${tenant}",rule_group=~".+;gauntlet"}) > 0`,
        )
        return names === wanted || names || 'no ruler'
      },
      { within: TAKES_EFFECT },
    )
  }
}

/** Milliseconds between two times that a compactor writes the index of a tenant's blocks, at the fast pace. */
const CLEANUP = 5000

/** Of all compactors just the predicted one looks after the blocks of these tenants: what another one began before the change it may end. */
export async function onlyShardCompacts(t: Actions, tenants: readonly string[], size: number): Promise<void> {
  const ring = await ringOf(t, 'compactor')
  await t.traffic((2 * CLEANUP) / 1000)
  const since = Date.now() / 1000
  await t.traffic((2 * CLEANUP) / 1000)
  for (const tenant of tenants) {
    const wanted = ownerIn(ring, tenant, size, tenantToken(tenant))
    await t.expect(
      `blocks of ${tenant} to be looked after by ${wanted}`,
      async () => {
        const names = await podsIn(
          t,
          `cortex_bucket_index_last_successful_update_timestamp_seconds{user="${tenant}"} > ${since}`,
        )
        return names === wanted || names || 'no compactor'
      },
      { within: TAKES_EFFECT },
    )
  }
}

/** Of all Alertmanagers just the predicted ones have the silence of this tenant. */
export async function onlyShardHasAlerts(t: Actions, tenant: string, factor: number): Promise<void> {
  const members = await readRing(podWith(t, 'alertmanager').url, 'alertmanager')
  const wanted = ownersOf(members, tenantToken(tenant), factor).sort().join(', ')
  await t.expect(
    `the silence of ${tenant} to be on ${wanted}`,
    async () => {
      const names = await podsIn(t, `cortex_alertmanager_silences{user="${tenant}",state="active"} > 0`)
      return names === wanted || names || 'no Alertmanager'
    },
    { within: TAKES_EFFECT },
  )
}
