import {
  archive,
  type Controls,
  type Step,
  scenario,
  type Topology,
  withConfig,
  withOwnOverrides,
} from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { KEPT, type KeptFact, predictKept, readAll } from '../shard-facts.ts'
import { onlyShardLoads, onlyShardTakes } from '../shard-pods.ts'
import { asPredicted } from '../shard-reads.ts'
import {
  DOCUMENT,
  LOOK_FOR_BLOCKS,
  lookingBack,
  manyIngesters,
  outliveLookback,
  READERS,
  resize,
  STORE_GATEWAYS_SYNCHRONISE,
  WHY_LOOK_FOR_BLOCKS,
  WRITERS,
  withShards,
} from '../sharding.ts'
import { countRecent, expectWhole, recordedAsPredicted } from './lagging-ruler.ts'
import { hiddenAsPredicted, noteHidden, predictHidden, STORED, tellHidden, withStoreShards } from './stored.ts'

/** Sizes of shards before and after: one ingester or store-gateway of each of three zones, and two. */
const FROM = 3
const TO = 6

/** The tenants whose shards grow. One more keeps its size, and must not notice. */
const GROWN = ['tenant-a', 'tenant-b', 'tenant-c']
const OTHER = 'tenant-d'

/** Seconds for which readers look back. */
const LOOKBACK = 60

/** Seconds from the first workloads to the others, as the kubelet may take to notice a ConfigMap. */
const APART = 10

const LARGER_STORE = 'make the shards of store-gateways larger'
const STORE = { loaded: FROM, asked: TO }

const age = {
  name: 'let ingesters get older than the lookback',
  run: t => outliveLookback(t, [...GROWN, OTHER], FROM, LOOKBACK),
} as const satisfies Step

const steps = [
  age,
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
      await t.apply(topology => withStoreShards(topology, TO))
      await onlyShardLoads(t, STORED, TO)
      await t.traffic(APART)
    },
  },
] as const satisfies readonly Step<'ringWhole'>[]

const controls = [
  {
    id: 'writers-first',
    description:
      'the larger shards reach distributors before queriers: of what is written in between, each read finds just the series that the ring gives for the two zones that answered, with status 200',
    expectFail: ['loss'],
    mayFail: ['rules'],
    steps: [
      age,
      {
        name: 'make the shards of writers larger',
        async run(t) {
          const predicted = await predictKept(t, GROWN, { written: TO, asked: FROM })
          await resize(t, GROWN, TO, WRITERS)
          const from = Date.now()
          await t.traffic(APART)
          const to = Date.now()
          await readAll(t, GROWN, { at: to, seconds: APART / 2, times: 15 })
          t.note(KEPT, { written: { from, to }, read: { from, to }, ...predicted } satisfies KeptFact)
        },
      },
      {
        name: 'make the shards of readers larger',
        async run(t) {
          await resize(t, GROWN, TO, READERS)
          await t.traffic(APART)
        },
      },
    ],
    verify: judged => asPredicted(judged, 40),
  },
  {
    id: 'rulers-last',
    description:
      'rulers keep the smaller shards after all others have the larger ones: what they record counts just the series that the ring gives for the two zones that answered, and stays so',
    expectFail: ['expectations'],
    steps: [
      age,
      {
        name: 'make the shards of all but rulers larger',
        async run(t) {
          await countRecent(t, GROWN)
          await resize(t, GROWN, TO, ['querier'])
          await resize(t, GROWN, TO, WRITERS)
          await t.traffic(APART)
          const from = Date.now()
          await t.traffic(2 * APART)
          const to = Date.now()
          await resize(t, GROWN, TO, ['ruler'])
          await expectWhole(t, GROWN, { written: TO, asked: FROM }, { from, to })
        },
      },
    ],
    verify: recordedAsPredicted,
  },
  {
    id: 'store-gateways-last',
    description:
      'queriers have the larger shards of store-gateways before these have: queries of old data fail, and name just the blocks that by the tokens nobody of the larger shard has',
    expectFail: ['archive'],
    // Queriers would know of what compaction makes and removes a minute later, and ask for other blocks than there are.
    topology: t => withConfig(t, { compactor: { first_level_compaction_wait_period: '1h' } }),
    steps: [
      {
        name: 'make the shards that queriers ask for blocks larger',
        async run(t) {
          const wait = { ms: LOOK_FOR_BLOCKS, because: WHY_LOOK_FOR_BLOCKS }
          await t.wait('queriers to know of all old blocks', wait, () => t.traffic(LOOK_FOR_BLOCKS / 1000))
          await t.apply(topology => withStoreShards(topology, TO, READERS))
          await t.traffic(APART / 2)
          await noteHidden(t, STORE, 12)
        },
      },
    ],
    verify: hiddenAsPredicted,
  },
] as const satisfies Controls<'ringWhole'>

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
  load: { tenants: [...GROWN, OTHER], writesPerSecond: 10 },
  signals: [archive],
  objectives: { steps: { [LARGER_STORE]: STORE_GATEWAYS_SYNCHRONISE } },
  gates: { ringWhole },
  steps,
  controls,
})
