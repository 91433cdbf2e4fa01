import { archive, type Step, scenario, type Topology, withOwnOverrides } from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { override } from '../override.ts'
import { onlyShardLoads, onlyShardTakes } from '../shard-pods.ts'
import {
  DOCUMENT,
  lookingBack,
  manyIngesters,
  older,
  READERS,
  resize,
  STORE_GATEWAYS_SYNCHRONISE,
  WRITERS,
  withShards,
} from '../sharding.ts'
import { controls } from './controls.ts'
import { APART, FROM, GROWN, LOOKBACK, OTHER, STORE, TO } from './sizes.ts'
import { predictHidden, STORED, tellHidden, withStoreShards } from './stored.ts'

const LARGER_STORE = 'make the shards of store-gateways larger'

const steps = [
  older(FROM, LOOKBACK),
  {
    name: 'make the shards of readers larger',
    ref: DOCUMENT,
    async run(t) {
      await t.gate('ringWhole')
      await resize(t, GROWN, TO, READERS)
      await t.traffic(APART)
    },
  },
  {
    name: 'make the shards of writers larger',
    ref: DOCUMENT,
    async run(t) {
      await resize(t, GROWN, TO, WRITERS)
      await onlyShardTakes(t, GROWN, TO)
      await t.traffic(APART)
    },
  },
  {
    name: LARGER_STORE,
    ref: DOCUMENT,
    async run(t) {
      tellHidden(t, await predictHidden(t, STORE))
      await override(t, STORED, { store_gateway_tenant_shard_size: TO }, { atOnce: true })
      await onlyShardLoads(t, STORED, TO)
      await t.traffic(APART)
    },
  },
] as const satisfies readonly Step<'ringWhole'>[]

const before = (pace: Topology['pace']) => lookingBack(manyIngesters(pace, 2, { 'store-gateway': 2 }), LOOKBACK)

export default scenario({
  id: 'shard-grow',
  title: 'Shards of ingesters and store-gateways are made larger',
  proves: `Shards of ${FROM} ingesters can be made shards of ${TO} without a wait where queriers and rulers have the larger size first: no write fails or waits, no query fails or lacks a series at any moment, and no acknowledged sample is lost. When shards of store-gateways are made larger, queries of old data fail at most until store-gateways have the blocks.`,
  suites: ['nightly'],
  topology: pace =>
    withOwnOverrides(withStoreShards(withShards(before(pace), [...GROWN, OTHER], FROM), FROM), [
      ...WRITERS,
      ...READERS,
    ]),
  // Store-gateways that load blocks take much of the machine for a moment.
  load: { tenants: [...GROWN, OTHER], series: 400, writesPerSecond: 6 },
  signals: [archive],
  objectives: { steps: { [LARGER_STORE]: STORE_GATEWAYS_SYNCHRONISE } },
  gates: { ringWhole },
  steps,
  controls,
})
