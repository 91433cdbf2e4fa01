import type { Step } from '../../harness/mimir/index.ts'
import { override } from '../override.ts'
import {
  onlyShardCompacts,
  onlyShardEvaluates,
  onlyShardHasAlerts,
  onlyShardLoads,
  onlyShardTakes,
} from '../shard-pods.ts'
import { DOCUMENT, LOOKBACK, outliveLookback, readByShards, resize } from '../sharding.ts'
import { askedPerQuery } from './asked.ts'
import { ALERTMANAGERS, SHARDED, SIZES, STORED, withAlertmanagerFactor } from './sizes.ts'

const STRATEGY = `${DOCUMENT}: "Rollout strategy"`

/** The four steps of the document's strategy for ingesters. What has nothing to do with them is done while they wait. */
export const steps = [
  {
    name: '1 let reads ask every ingester',
    ref: STRATEGY,
    async run(t) {
      await t.gate('ringWhole')
      await askedPerQuery(t, 'none')
      await readByShards(t, false)
    },
  },
  {
    name: '2 shard writes to ingesters',
    ref: STRATEGY,
    async run(t) {
      await resize(t, SHARDED, SIZES.ingesters)
      await onlyShardTakes(t, SHARDED, SIZES.ingesters)
    },
  },
  {
    name: 'shard rulers',
    ref: `${DOCUMENT}: "Ruler shuffle sharding"`,
    async run(t) {
      // Rulers that disagree leave rule groups to each other, or evaluate them twice.
      await override(t, SHARDED, { ruler_tenant_shard_size: SIZES.rulers }, { atOnce: true })
      await onlyShardEvaluates(t, SHARDED, SIZES.rulers)
    },
  },
  {
    name: 'shard queriers',
    ref: `${DOCUMENT}: "Query-frontend and query-scheduler shuffle sharding"`,
    async run(t) {
      await override(t, SHARDED, { max_queriers_per_tenant: SIZES.queriers })
      await t.traffic(10)
    },
  },
  {
    name: 'give Alertmanagers a smaller replication factor',
    ref: `${DOCUMENT}: "Alertmanager shuffle sharding"`,
    async run(t) {
      await t.apply(topology => withAlertmanagerFactor(topology, ALERTMANAGERS.factor))
      await onlyShardHasAlerts(t, t.run.tenants[0]!, ALERTMANAGERS.factor)
    },
  },
  {
    name: '3 wait for the retention period',
    ref: STRATEGY,
    async run(t) {
      await askedPerQuery(t, 'for writes alone')
      await t.wait(
        'what lies outside of the shards to be served by the store',
        { ms: LOOKBACK * 1000, because: '-blocks-storage.tsdb.retention-period, which the document has one wait for' },
        () => t.traffic(LOOKBACK),
      )
    },
  },
  {
    name: '4 let reads ask the shard alone',
    ref: STRATEGY,
    async run(t) {
      await outliveLookback(t, SHARDED, SIZES.ingesters)
      await readByShards(t, true)
      await t.gate('ringWhole')
      const asked = await askedPerQuery(t, 'for writes and reads')
      // Of a sharded tenant one ingester in each of two zones, of the other two; hedged requests come on top.
      await t.expect('a query to ask fewer than 3.5 ingesters', () => asked < 3.5 || asked.toFixed(2))
    },
  },
  {
    name: 'shard store-gateways',
    ref: `${DOCUMENT}: "Store-gateway shuffle sharding"`,
    async run(t) {
      // Queriers that have the shard before store-gateways do ask for blocks where nobody has loaded them.
      await override(t, STORED, { store_gateway_tenant_shard_size: SIZES.storeGateways }, { atOnce: true })
      await onlyShardLoads(t, STORED, SIZES.storeGateways)
    },
  },
  {
    name: 'shard compactors',
    ref: `${DOCUMENT}: "Compactor shuffle sharding"`,
    async run(t) {
      await override(t, SHARDED, { compactor_tenant_shard_size: SIZES.compactors })
      await onlyShardCompacts(t, SHARDED, SIZES.compactors)
    },
  },
] as const satisfies readonly Step<'ringWhole'>[]
