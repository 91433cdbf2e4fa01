import { type Step, type Topology, withFlags, withPreStop } from '../../harness/mimir/index.ts'
import { onlyShardCompacts, onlyShardEvaluates, onlyShardTakes } from '../shard-pods.ts'
import { DOCUMENT, READERS, ROLLED, WRITERS } from '../sharding.ts'
import { before, SIZES } from './sizes.ts'
import { steps as byOverrides } from './steps.ts'

/** They serve on before they are told to stop, until nobody sends to them any more. */
const SERVE_ON = ['distributor', 'query-scheduler']

const rolled = (topology: Topology, workloads: readonly string[], flag: string, size: number): Topology =>
  withFlags(topology, workloads, { [flag]: String(size) })

type Own = Step<'ringWhole'>
const own = (name: (typeof byOverrides)[number]['name']): Own => byOverrides.find(s => s.name === name)!

/** The first way of the document: a flag for all tenants, and a restart of each component that obeys it. Store-gateways have no order that is safe. */
const steps: readonly Own[] = [
  own('1 let reads ask every ingester'),
  {
    name: '2 shard writes to ingesters',
    ref: `${DOCUMENT}: "Ingesters write path"`,
    async run(t) {
      const obey = [...WRITERS, ...READERS]
      await t.apply(topology => rolled(topology, obey, 'distributor.ingestion-tenant-shard-size', SIZES.ingesters))
      await t.gate('ringWhole')
      await onlyShardTakes(t, t.run.tenants, SIZES.ingesters)
    },
  },
  {
    name: 'shard rulers',
    ref: `${DOCUMENT}: "Ruler shuffle sharding"`,
    async run(t) {
      await t.apply(topology => rolled(topology, ['ruler'], 'ruler.tenant-shard-size', SIZES.rulers))
      await onlyShardEvaluates(t, t.run.tenants, SIZES.rulers)
    },
  },
  {
    name: 'shard queriers',
    ref: `${DOCUMENT}: "Query-frontend and query-scheduler shuffle sharding"`,
    async run(t) {
      const flag = 'query-frontend.max-queriers-per-tenant'
      await t.apply(topology => rolled(topology, ['query-scheduler'], flag, SIZES.queriers))
      await t.traffic(10)
    },
  },
  own('3 wait for the retention period'),
  own('4 let reads ask the shard alone'),
  {
    name: 'shard compactors',
    ref: `${DOCUMENT}: "Compactor shuffle sharding"`,
    async run(t) {
      const flag = 'compactor.compactor-tenant-shard-size'
      await t.apply(topology => rolled(topology, ['compactor'], flag, SIZES.compactors))
      await onlyShardCompacts(t, t.run.tenants, SIZES.compactors)
    },
  },
]

const RESTARTED = ['2 shard writes to ingesters', 'shard rulers', 'shard queriers']

export const byFlags = {
  description: 'by the flags for all tenants: every component that obeys one is restarted for it',
  topology: (pace: Topology['pace']) => withPreStop(before(pace), SERVE_ON, [{ sleep: 6 }]),
  objectives: {
    steps: Object.fromEntries(
      ['1 let reads ask every ingester', '4 let reads ask the shard alone', ...RESTARTED].map(name => [name, ROLLED]),
    ),
  },
  steps,
}
