import {
  addReadWrite,
  discoverByRing,
  microservicesOf,
  type Step,
  type Steps,
  scaleToZero,
  scaleUp,
  withoutOverridesExporter,
} from '../../harness/mimir/index.ts'
import { flushAndStop, makeReadOnly, podsWith, storeServes } from './actions.ts'
import type { GateName } from './gates.ts'
import { steps } from './steps.ts'

/** Milliseconds: max(query-store-after, 2 x sync-interval, 2 x cleanup-interval) at the fast pace, as "Scaling out" has it. */
const DOCUMENTED_WAIT = { fast: 30_000, real: 12 * 3_600_000 }

/** What the document does otherwise, literally; where it says nothing, the careful steps stay. */
const literally: Record<string, Step['run']> = {
  // One change of the jsonnet: everything that finds schedulers is restarted at once.
  async '2'(t) {
    await t.apply(topology => withoutOverridesExporter(discoverByRing(addReadWrite(topology))))
  },
  // "Then scale down the replicas of all components": one change, store-gateways of all zones in it.
  '5.2': t =>
    t.apply(topology =>
      scaleToZero(
        topology,
        microservicesOf(
          topology,
          'store-gateway',
          'query-frontend',
          'querier',
          'query-scheduler',
          'ruler',
          'compactor',
        ),
      ),
    ),
  '6.1': t => t.apply(topology => scaleUp(topology, 'mimir-write')),
  // It never speaks of Alertmanagers: step 8 deletes them.
  '5.4': () => Promise.resolve(),
}

/** The shutdown procedure with the document's wait, which is a sum of settings. */
const shutDown =
  (zone: string): Step['run'] =>
  async t => {
    const workload = `ingester-${zone}`
    const pods = podsWith(t, 'ingester', new RegExp(`^${workload}$`))
    await makeReadOnly(t, pods)
    const ms = DOCUMENTED_WAIT[t.topology.pace]
    const because = '"Scaling out Grafana Mimir", ingesters: the time to wait before they are shut down'
    await t.wait('the document', { ms, because }, () => t.traffic(ms / 1000))
    await flushAndStop(t, pods)
    await t.apply(topology => scaleToZero(topology, [workload]))
  }

/** Not the document's: it lets the ingesters go before queriers know of their last blocks. After it the last read tells what is lost from what is late. */
const storeFollows: Step = {
  name: 'afterwards: the store serves what was shipped',
  ref: 'pkg/querier/blocks_store_queryable.go: queriers look for new blocks every 60 s, 20 % more or less',
  run: storeServes,
}

/** The steps as the document has them. */
export const documented: Steps<GateName, 'outage'> = [
  ...steps.map(step => {
    const section = step.name.split(' ')[0]!
    const zone = /^7\.2. shut down ingester-(.*)$/.exec(step.name)?.[1]
    const run = zone === undefined ? literally[section] : shutDown(zone)
    return run ? { ...step, run } : step
  }),
  storeFollows,
]
