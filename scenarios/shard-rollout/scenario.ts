import { type Controls, type Step, scenario, withOverrides, withOwnOverrides } from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { KEPT, type KeptFact, predictKept, readAll } from '../shard-facts.ts'
import { onlyShardEvaluates, onlyShardLoads } from '../shard-pods.ts'
import { asPredicted } from '../shard-reads.ts'
import {
  DOCUMENT,
  LOOKBACK,
  lookingBack,
  manyIngesters,
  onlyShardTakes,
  outliveLookback,
  ROLLED,
  readByShards,
  shardsAreRead,
  withShards,
} from '../sharding.ts'

const STRATEGY = `${DOCUMENT}: "Rollout strategy"`

/** The tenants that get shards. One more goes on with all pods, and must not notice. */
const SHARDED = ['tenant-a', 'tenant-b']

/** Sizes of their shards: one pod of each zone, and of pods without zones one ruler and two queriers of four. */
const SIZES = { ingesters: 3, storeGateways: 3, rulers: 1, queriers: 2 }

/** Seconds for which readers look back in the control: no ingester comes there. */
const SHORT = 60

const steps = [
  {
    name: '1 let reads ask every ingester',
    ref: STRATEGY,
    async run(t) {
      await t.gate('ringWhole')
      await readByShards(t, false)
    },
  },
  {
    name: '2 shard writes to ingesters',
    ref: STRATEGY,
    async run(t) {
      await t.apply(topology => withShards(topology, SHARDED, SIZES.ingesters))
      await shardsAreRead(t, SHARDED, SIZES.ingesters)
      await onlyShardTakes(t, SHARDED, SIZES.ingesters)
    },
  },
  {
    name: '3 wait for the retention period',
    ref: STRATEGY,
    run: t =>
      t.wait(
        'what lies outside of the shards to be served by the store',
        { ms: LOOKBACK * 1000, because: '-blocks-storage.tsdb.retention-period, which the document has one wait for' },
        () => t.traffic(LOOKBACK),
      ),
  },
  {
    name: '4 let reads ask the shard alone',
    ref: STRATEGY,
    async run(t) {
      await outliveLookback(t, SHARDED, SIZES.ingesters)
      await readByShards(t, true)
      await t.gate('ringWhole')
    },
  },
  {
    name: 'shard store-gateways',
    ref: `${DOCUMENT}: "Store-gateway shuffle sharding"`,
    async run(t) {
      const shard = { store_gateway_tenant_shard_size: SIZES.storeGateways }
      await t.apply(topology => SHARDED.reduce((to, tenant) => withOverrides(to, tenant, shard), topology))
      await onlyShardLoads(t, SHARDED, SIZES.storeGateways)
    },
  },
  {
    name: 'shard rulers',
    ref: `${DOCUMENT}: "Ruler shuffle sharding"`,
    async run(t) {
      const shard = { ruler_tenant_shard_size: SIZES.rulers }
      await t.apply(topology => SHARDED.reduce((to, tenant) => withOverrides(to, tenant, shard), topology))
      await onlyShardEvaluates(t, SHARDED, SIZES.rulers)
    },
  },
  {
    name: 'shard queriers',
    ref: `${DOCUMENT}: "Query-frontend and query-scheduler shuffle sharding"`,
    async run(t) {
      const shard = { max_queriers_per_tenant: SIZES.queriers }
      await t.apply(topology => SHARDED.reduce((to, tenant) => withOverrides(to, tenant, shard), topology))
      await t.traffic(10)
    },
  },
] as const satisfies readonly Step<'ringWhole'>[]

const controls = [
  {
    id: 'forgotten-on-distributors',
    description:
      'queriers, rulers and ingesters have the shards, distributors go on writing to all ingesters: each read finds just the series that the ring gives for the two zones that answered, with status 200',
    expectFail: ['loss'],
    mayFail: ['rules'],
    topology: t => lookingBack(withOwnOverrides(t, ['querier', 'ruler']), SHORT),
    steps: [
      {
        name: 'let ingesters get older than the lookback',
        run: t => outliveLookback(t, SHARDED, SIZES.ingesters, SHORT),
      },
      {
        name: 'shard reads of ingesters',
        async run(t) {
          const predicted = await predictKept(t, SHARDED, { written: 0, asked: SIZES.ingesters })
          await t.apply(topology => withShards(topology, SHARDED, SIZES.ingesters, ['querier', 'ruler']))
          await shardsAreRead(t, SHARDED, SIZES.ingesters, /querier|ruler/)
          const from = Date.now()
          await t.traffic(5)
          const time = { from, to: Date.now() }
          await readAll(t, SHARDED, { at: time.to, seconds: 3, times: 20 })
          t.note(KEPT, { written: time, read: time, ...predicted } satisfies KeptFact)
        },
      },
    ],
    verify: judged => asPredicted(judged, 40),
  },
] as const satisfies Controls<'ringWhole'>

export default scenario({
  id: 'shard-rollout',
  title: 'Shuffle sharding is turned on, component by component',
  proves:
    'Shards can be turned on for ingesters by the strategy of the document, and for store-gateways, rulers and queriers by overrides: no write fails or waits, no query fails or lacks a series at any moment, rules go on, and what is new of a tenant is on the pods of its shard alone.',
  suites: ['nightly'],
  topology: pace => manyIngesters(pace, 2, { 'store-gateway': 2, ruler: 4, querier: 4 }),
  load: { tenants: [...SHARDED, 'tenant-c'], writesPerSecond: 10 },
  objectives: {
    steps: {
      '1 let reads ask every ingester': ROLLED,
      '4 let reads ask the shard alone': ROLLED,
      'shard rulers': {
        because: 'rulers look at their overrides and at their ring every 5 s',
        evaluations: 10_000,
        rules: 10_000,
      },
    },
  },
  gates: { ringWhole },
  steps,
  controls,
})
