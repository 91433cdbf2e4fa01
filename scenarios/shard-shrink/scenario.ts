import { type Step, scenario } from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { onlyShardTakes } from '../shard-pods.ts'
import {
  DOCUMENT,
  LOOKBACK,
  manyIngesters,
  outliveLookback,
  ROLLED,
  readByShards,
  resize,
  withShards,
} from '../sharding.ts'
import { controls } from './controls.ts'
import { FROM, SHRUNK, TO } from './sizes.ts'

const PROCEDURE = `${DOCUMENT}: "Limitation: decreasing the tenant shard size"`

const steps = [
  {
    name: '1 let reads ask every ingester',
    ref: PROCEDURE,
    async run(t) {
      await t.gate('ringWhole')
      await readByShards(t, false)
    },
  },
  {
    name: '2 make the shards smaller',
    ref: PROCEDURE,
    async run(t) {
      await resize(t, SHRUNK, TO)
      await onlyShardTakes(t, SHRUNK, TO)
    },
  },
  {
    name: '3 wait for the retention period',
    ref: PROCEDURE,
    run: t =>
      t.wait(
        'what lies outside of the smaller shards to be served by the store',
        { ms: LOOKBACK * 1000, because: `-blocks-storage.tsdb.retention-period, which the document has one wait for` },
        () => t.traffic(LOOKBACK),
      ),
  },
  {
    name: '4 let reads ask the shard alone',
    ref: PROCEDURE,
    async run(t) {
      await outliveLookback(t, SHRUNK, TO)
      await readByShards(t, true)
      await t.gate('ringWhole')
      await t.traffic(10)
    },
  },
] as const satisfies readonly Step<'ringWhole'>[]

export default scenario({
  id: 'shard-shrink',
  title: 'Shards of ingesters are made smaller',
  proves: `Shards of ${FROM} ingesters can be made shards of ${TO} by the document's procedure: no write fails or waits, no query fails or lacks a series at any moment, and no acknowledged sample is lost.`,
  suites: ['nightly'],
  topology: pace => withShards(manyIngesters(pace, 2), SHRUNK, FROM),
  load: { tenants: [...SHRUNK, 'tenant-d'], writesPerSecond: 10 },
  objectives: { steps: { '1 let reads ask every ingester': ROLLED, '4 let reads ask the shard alone': ROLLED } },
  gates: { ringWhole },
  steps,
  controls,
})
