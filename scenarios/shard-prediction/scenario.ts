import { type Actions, type Step, scenario } from '../../harness/mimir/index.ts'
import { ringWhole } from '../gates.ts'
import { DOCUMENT } from '../sharding.ts'
import { giveAlertState } from './alert-state.ts'
import { giveBlocks } from './blocks.ts'
import { compare, sizesAreRead } from './compare.ts'
import { controls } from './controls.ts'
import { giveRules } from './rule-groups.ts'
import { LARGE, MEDIUM, type Sizes, SMALL, TENANTS, withSizes } from './tenants.ts'
import { twelveOfEach } from './topology.ts'

/** Hours ago, ms: what is so old is in blocks alone. */
const OLD = 2 * 3600 * 1000

export const give = {
  name: 'give 60 tenants blocks, rule groups and alert state',
  async run(t) {
    await t.gate('ringWhole')
    await giveBlocks(t, t.run.startedAt - OLD)
    await giveRules(t)
    await giveAlertState(t)
  },
} as const satisfies Step<'ringWhole'>

async function shardsOf(t: Actions, sizes: Sizes, batch: string): Promise<void> {
  await t.apply(topology => withSizes(topology, sizes))
  await sizesAreRead(t, sizes)
  await compare(t, sizes, batch, t.run.startedAt)
}

const steps = [
  give,
  { name: 'small shards', ref: DOCUMENT, run: t => shardsOf(t, SMALL, 'small') },
  { name: 'medium shards', ref: DOCUMENT, run: t => shardsOf(t, MEDIUM, 'medium') },
  { name: 'large shards', ref: DOCUMENT, run: t => shardsOf(t, LARGE, 'large') },
] as const satisfies readonly Step<'ringWhole'>[]

export default scenario({
  id: 'shard-prediction',
  title: 'Shards are where they are predicted to be',
  proves: `Which pods serve a tenant can be computed: of ${TENANTS.length} tenants with shards of three sizes, series, blocks, rule groups and alert state are on the predicted pods, and the predicted queriers run their queries.`,
  suites: ['nightly'],
  topology: pace => twelveOfEach(pace, 3),
  load: { tenants: ['tenant-a'], series: 200, writesPerSecond: 10 },
  gates: { ringWhole },
  steps,
  variants: {
    zones: { description: 'ingesters and store-gateways are in three zones' },
    'no-zones': {
      description: 'nothing is in a zone',
      topology: pace => twelveOfEach(pace, 1),
    },
  },
  controls,
})
