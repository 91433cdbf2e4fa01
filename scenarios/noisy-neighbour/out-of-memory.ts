import { NOISY, type Topology, withConfig, withMemoryLimit, withOverrides } from '../../harness/mimir/index.ts'
import { ALL_INGESTERS, DOCUMENT, ingesterRing } from '../sharding.ts'
import { age, expectAsPredicted, type FloodStep, floods, meetFlood, steady } from './flooding.ts'
import { PER_ZONE, SIZE } from './tenants.ts'

/** Bytes of memory of an ingester: little more than twice what one has without the flood. */
const MEMORY = 256 * 2 ** 20

/** Write requests a second that are taken of it, each with 1,000 new series: an ingester has no memory left after 10 to 20 s. */
const REQUESTS = 10

/** Series of the noisy tenant once it is limited: fewer than it has. */
const SERIES = 1000

const INGESTERS = ALL_INGESTERS.flatMap(name => Array.from({ length: PER_ZONE }, (_, i) => `${name}-${i}`))

/** Ingesters have a limit of memory and none of their own, and the noisy tenant may have as many series as it likes. */
export const withoutSeriesLimit = (topology: Topology): Topology =>
  withMemoryLimit(
    withOverrides(withConfig(topology, { ingester: { instance_limits: { max_ingestion_rate: 0 } } }), NOISY, {
      max_global_series_per_user: 0,
      request_rate: REQUESTS,
      request_burst_size: REQUESTS,
    }),
    ALL_INGESTERS,
    MEMORY,
  )

/** New series until ingesters reach their limit of memory: just those of the noisy tenant's shard die. A limit of series and more memory end it. */
export const outOfMemory: FloodStep[] = [
  age,
  {
    name: 'flood',
    ref: DOCUMENT,
    mayDie: INGESTERS,
    async run(t) {
      const { ring } = await ingesterRing(t)
      const started = new Map(INGESTERS.map(name => [name, t.cluster.pod(name).instance]))
      const asPredicted = await meetFlood(t, floods.writes, await floods.writes.predicts(t))
      const died = INGESTERS.filter(name => t.cluster.pod(name).instance !== started.get(name))
      const predicted = ring.ids(NOISY, SIZE)
      t.tell({
        title: 'Ingesters that reached their limit of memory',
        heads: ['predicted', 'seen'],
        rows: [[predicted.join(', '), died.join(', ') || 'none']],
      })
      await expectAsPredicted(t, asPredicted)
      await t.expect(
        `just ${predicted.join(', ')} to die`,
        () => died.join() === predicted.join() || died.join(', ') || 'none',
      )
    },
  },
  {
    name: 'limit its series, and give ingesters memory',
    mayDie: INGESTERS,
    async run(t) {
      await t.apply(topology =>
        withMemoryLimit(withOverrides(topology, NOISY, { max_global_series_per_user: SERIES }), ALL_INGESTERS, null),
      )
      await t.gate('ringWhole')
      await t.recover('flood')
    },
  },
  steady,
]
