import { type Controls, withConfig } from '../../harness/mimir/index.ts'
import { QUERIERS_LOOK_FOR_BLOCKS } from '../built-in-waits.ts'
import { override } from '../override.ts'
import { KEPT, type KeptFact, predictKept, readAll } from '../shard-facts.ts'
import { asPredicted } from '../shard-reads.ts'
import { older, READERS, resize, WRITERS } from '../sharding.ts'
import { countRecent, expectWhole, recordedAsPredicted } from './lagging-ruler.ts'
import { APART, FROM, GROWN, LOOKBACK, STORE, TO } from './sizes.ts'
import { hiddenAsPredicted, noteHidden, STORED } from './stored.ts'

export const controls = [
  {
    id: 'writers-first',
    description:
      'the larger shards reach distributors before queriers: of what is written in between, each read finds just the series that the ring gives for the two zones that answered, with status 200',
    expectFail: ['loss'],
    mayFail: ['rules', 'exemplars'],
    steps: [
      older(FROM, LOOKBACK),
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
      older(FROM, LOOKBACK),
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
          await t.wait('queriers to know of all old blocks', QUERIERS_LOOK_FOR_BLOCKS, () =>
            t.traffic(QUERIERS_LOOK_FOR_BLOCKS.ms / 1000),
          )
          await override(t, STORED, { store_gateway_tenant_shard_size: TO }, { workloads: READERS, atOnce: true })
          await t.traffic(APART / 2)
          await noteHidden(t, STORE, 12)
        },
      },
    ],
    verify: hiddenAsPredicted,
  },
] as const satisfies Controls<'ringWhole'>
