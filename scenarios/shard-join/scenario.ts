import { type Actions, type Controls, type ShardRing, type Step, scale, scenario } from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { KEPT, type KeptFact, readAll } from '../shard-facts.ts'
import { onlyShardTakes } from '../shard-pods.ts'
import { asPredicted } from '../shard-reads.ts'
import {
  ALL_INGESTERS,
  DOCUMENT,
  ingesterRing,
  lookingBack,
  manyIngesters,
  outliveLookback,
  withShards,
} from '../sharding.ts'
import { keptAfter, zonesMoved } from './moved.ts'

/** One ingester of each of three zones. That is all there are at first. */
const SIZE = 3
const TENANTS = ['tenant-a', 'tenant-b', 'tenant-c', 'tenant-d', 'tenant-e', 'tenant-f']

/** Seconds after which readers of the control have forgotten who was in a shard. */
const SHORT = 10
/** Milliseconds until every write before a moment is answered, and seconds before it that are looked at. */
const SETTLED = 2000
const LOOKED_AT = 10

/** Zones of which one that goes on to be asked is enough for a read: two answer. */
const NOT_ENOUGH = 2

/**
 * One ingester more in each zone. Samples of a tenant then go to its new shard alone.
 * @throws Error where no shard moved in so many zones that readers would miss something
 */
async function join(t: Actions<'ringWhole'>): Promise<{ before: ShardRing; after: ShardRing }> {
  const before = (await ingesterRing(t)).ring
  await t.apply(topology => scale(topology, ALL_INGESTERS, 2))
  await t.gate('ringWhole')
  await onlyShardTakes(t, TENANTS, SIZE)
  const after = (await ingesterRing(t)).ring
  const moved = TENANTS.map(tenant => zonesMoved({ before, after }, tenant, SIZE))
  t.note('zones of each shard that have another ingester', moved)
  if (moved.every(zones => zones < NOT_ENOUGH)) throw new Error(`no shard moved in ${NOT_ENOUGH} zones`)
  return { before, after }
}

const steps = [
  {
    name: 'let ingesters get older than the lookback',
    ref: DOCUMENT,
    async run(t) {
      await t.gate('ringWhole')
      await outliveLookback(t, TENANTS, SIZE)
    },
  },
  {
    name: 'add an ingester to each zone',
    ref: `${DOCUMENT}: "Guaranteed properties"`,
    async run(t) {
      await join(t)
      await t.traffic(20)
    },
  },
] as const satisfies readonly Step<'ringWhole'>[]

const controls = [
  {
    id: 'lookback-too-short',
    description: `readers look back for ${SHORT} s only: of what was written before ingesters joined each read finds just the series that the rings give for the two zones that answered, with status 200`,
    expectFail: ['loss'],
    mayFail: ['rules', 'exemplars'],
    topology: t => lookingBack(t, SHORT),
    steps: [
      {
        name: 'add an ingester to each zone, and let it get older than the lookback',
        async run(t) {
          const at = Date.now() - SETTLED
          const { before, after } = await join(t)
          await outliveLookback(t, TENANTS, SIZE, SHORT)
          const read = { from: Date.now(), to: Date.now() + 10_000 }
          t.note(KEPT, {
            written: { from: 0, to: at },
            read,
            ...keptAfter(t, { before, after }, SIZE),
          } satisfies KeptFact)
          await readAll(t, TENANTS, { at, seconds: LOOKED_AT, times: 10 })
        },
      },
    ],
    verify: judged => asPredicted(judged, 40),
  },
] as const satisfies Controls<'ringWhole'>

export default scenario({
  id: 'shard-join',
  title: 'Ingesters join, and shards move',
  proves: `When ingesters join, shards of ${SIZE} move to some of them, one in each zone at most. Readers ask who was in a shard within the lookback, too: no write fails or waits, no query fails or lacks a series at any moment, and no acknowledged sample is lost.`,
  suites: ['nightly'],
  topology: pace => withShards(manyIngesters(pace, 1), TENANTS, SIZE),
  load: { tenants: TENANTS, writesPerSecond: 6 },
  gates: { ringWhole },
  steps,
  controls,
})
