import { killPods } from '../../harness/index.ts'
import { type Step, scenario, withOwnOverrides } from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { readsWhilePodIsGone } from '../objectives.ts'
import { override } from '../override.ts'
import { onlyShardEvaluates, onlyShardLoads, onlyShardTook } from '../shard-pods.ts'
import { DOCUMENT, lookingBack, manyIngesters, outliveLookback, READERS, resize, WRITERS } from '../sharding.ts'
import { controls, LOOKBACK } from './controls.ts'
import { type Role, SIZES, sharing, tenantsOf } from './sizes.ts'
import { shardsTake, tenantOf } from './takes.ts'

/** Ingesters of each of three zones, and of all. */
const PER_ZONE = 3
const MEMBERS = 3 * PER_ZONE

/** It is in the shard of every tenant. */
const VICTIM = 'ingester-zone-a-0'

/** Seconds from readers to writers, as the kubelet may take to notice a ConfigMap. */
const APART = 10

/** Other sizes that are the same number of ingesters, larger and smaller ones. */
const SAME = { few: 1, four: 6, thousand: 7 } as const satisfies Partial<Record<Role, number>>

const steps = [
  {
    name: 'let ingesters get older than the lookback',
    ref: DOCUMENT,
    async run(t) {
      await t.gate('ringWhole')
      await outliveLookback(t, [tenantOf(t, 'few')], SIZES.few, LOOKBACK)
    },
  },
  {
    name: 'write to shards of each size',
    ref: `${DOCUMENT}: "Ingesters write path"`,
    run: t =>
      shardsTake(t, {
        off: [SIZES.off, MEMBERS],
        few: [SIZES.few, 3],
        three: [SIZES.three, 3],
        four: [SIZES.four, 6],
        thousand: [SIZES.thousand, MEMBERS],
      }),
  },
  {
    name: 'change sizes to others that are as many ingesters',
    ref: `${DOCUMENT}: "Limitation: decreasing the tenant shard size"`,
    async run(t) {
      for (const [role, size] of Object.entries(SAME)) await resize(t, [tenantOf(t, role as Role)], size)
      await shardsTake(t, { few: [SAME.few, 3], four: [SAME.four, 6], thousand: [SAME.thousand, 9] })
    },
  },
  {
    name: 'turn sharding off for one tenant',
    ref: DOCUMENT,
    async run(t) {
      await resize(t, [tenantOf(t, 'three')], 0, READERS)
      await t.traffic(APART)
      // Rulers write, too: what they record of this tenant goes to all by now.
      const { three: _, ...others } = { ...SIZES, ...SAME }
      for (const [role, size] of Object.entries(others)) await onlyShardTook(t, tenantOf(t, role as Role), size, APART)
      await resize(t, [tenantOf(t, 'three')], 0, WRITERS)
      await shardsTake(t, { three: [0, MEMBERS] })
    },
  },
  {
    name: 'set the smallest and the largest size for other components',
    ref: DOCUMENT,
    async run(t) {
      for (const [role, size] of [['few', 1] as const, ['thousand', 1000] as const]) {
        const shard = {
          store_gateway_tenant_shard_size: size,
          ruler_tenant_shard_size: size,
          max_queriers_per_tenant: size,
        }
        await override(t, [tenantOf(t, role)], shard, { atOnce: true })
        await onlyShardEvaluates(t, [tenantOf(t, role)], size)
      }
      await onlyShardLoads(t, [tenantOf(t, 'few')], 1)
    },
  },
  {
    name: 'kill an ingester of every shard, and start it again',
    ref: DOCUMENT,
    async run(t) {
      await t.inject('kill')
      await t.traffic(15)
      await t.recover('kill')
      await t.gate('ringWhole')
      await t.traffic(5)
    },
  },
] as const satisfies readonly Step<'ringWhole', 'kill'>[]

export default scenario({
  id: 'shard-limits',
  title: 'Sizes at the limits of what the document says',
  proves:
    'With three zones each size is so many ingesters of each zone, rounded up: 1 and 2 are three, 4 is six, and 7 of 9 is all. A size below the replication factor loses no replica, and its tenant survives the death of an ingester. Sizes that are as many ingesters can be changed in any order, and sharding can be turned off for one tenant, readers first: no write fails or waits, no query lacks a series at any moment.',
  suites: ['nightly'],
  topology: pace =>
    withOwnOverrides(lookingBack(manyIngesters(pace, PER_ZONE, { 'store-gateway': 2 }), LOOKBACK), [
      ...WRITERS,
      ...READERS,
    ]),
  load: { tenants: tenantsOf(SIZES), choose: sharing(VICTIM, MEMBERS), writesPerSecond: 6 },
  objectives: {
    faults: { 'kill-pod': readsWhilePodIsGone },
    steps: {
      'set the smallest and the largest size for other components': {
        because: 'rulers look at their overrides and at their ring every 5 s',
        evaluations: 10_000,
        rules: 10_000,
      },
    },
  },
  faults: { kill: killPods(VICTIM) },
  gates: { ringWhole },
  steps,
  controls,
})
