import { type Actions, ownersOf, type RingName, readShardRing, ruleGroupToken } from '../harness/mimir/index.ts'

/** Which pods really serve a tenant, beside those that its shard gives. */

/** Milliseconds until a change of a shard has taken effect everywhere: rulers and store-gateways look every few seconds, one after the other. */
const TAKES_EFFECT = 60_000

/** Names of the pods that this expression gives, in order. */
async function podsIn(t: Actions, expr: string): Promise<string> {
  const found = await t.observer.query(expr)
  return found
    .map(s => s.labels.pod!)
    .sort()
    .join(', ')
}

/** The ring of a component as a pod of it sees it. */
const ringOf = async (t: Actions, ring: RingName) =>
  (await readShardRing(t.cluster.pods().find(p => p.components.some(c => c === ring))!.url, ring)).ring

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
    const shard = ring.shard(tenant, size).map(i => ({ ...ring.members[i]!, state: 'ACTIVE', address: '' }))
    const members = shard.map(m => ({ ...m, tokens: [...m.tokens] }))
    const [wanted] = ownersOf(members, ruleGroupToken(tenant, 'gauntlet', 'gauntlet'), 1)
    await t.expect(
      `rules of ${tenant} to be evaluated by ${wanted}`,
      async () => {
        const names = await podsIn(t, `sum by (pod) (cortex_prometheus_rule_group_rules{user="${tenant}"}) > 0`)
        return names === wanted || names || 'no ruler'
      },
      { within: TAKES_EFFECT },
    )
  }
}
