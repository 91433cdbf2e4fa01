import { type Actions, type Steps, scenario } from '../../harness/mimir/index.ts'
import { DOCUMENT } from '../sharding.ts'
import { compare } from './compare.ts'
import { controls } from './controls.ts'
import { gates, give, PATIENT } from './give.ts'
import { sizesAreRead } from './sizes-are-read.ts'
import { LARGE, MEDIUM, type Sizes, SMALL, TENANTS, withSizes } from './tenants.ts'
import { sharded } from './topology.ts'

async function shardsOf(t: Actions, sizes: Sizes, batch: string): Promise<void> {
  await t.apply(topology => withSizes(topology, sizes))
  await sizesAreRead(t, sizes)
  await compare(t, sizes, batch)
}

const steps = [
  give,
  { name: 'small shards', ref: DOCUMENT, run: t => shardsOf(t, SMALL, 'small') },
  { name: 'medium shards', ref: DOCUMENT, run: t => shardsOf(t, MEDIUM, 'medium') },
  { name: 'large shards', ref: DOCUMENT, run: t => shardsOf(t, LARGE, 'large') },
] as const satisfies Steps<keyof typeof gates>

export default scenario({
  id: 'shard-prediction',
  title: 'Shards are where they are predicted to be',
  proves: `Which pods serve a tenant can be computed: of ${TENANTS.length} tenants with shards of three sizes each, series, blocks, rule groups and alert state are on just the predicted pods, and just the predicted queriers run their queries.`,
  suites: ['nightly'],
  topology: pace => sharded(pace, 3),
  load: { tenants: ['tenant-a'], series: 200, writesPerSecond: 10 },
  objectives: {
    steps: { [give.name]: PATIENT, 'small shards': PATIENT, 'medium shards': PATIENT, 'large shards': PATIENT },
  },
  gates,
  steps,
  variants: {
    zones: { description: 'ingesters, store-gateways and Alertmanagers are in three zones' },
    'no-zones': { description: 'nothing is in a zone', topology: pace => sharded(pace, 1) },
  },
  controls,
})
