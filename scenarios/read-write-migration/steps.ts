import {
  addReadWrite,
  discoverByRing,
  groupOf,
  leavingTheRing,
  microservicesOf,
  queryPaths,
  removeMicroservices,
  routeTo,
  type Step,
  type Steps,
  scale,
  scaleToZero,
  scaleUp,
  withoutOverridesExporter,
  withoutRuleQueryPath,
  withRuleQueriersForReads,
} from '../../harness/mimir/index.ts'
import {
  alertmanagersSettled,
  BUILT_IN,
  bypassSchedulers,
  DOCUMENT,
  deleteLeftovers,
  handOverStoreGateways,
  headsCompacted,
  NEW,
  OLD,
  podsWith,
  ringHolds,
  rollWithPreStop,
  rulesAreStored,
  schedulersFound,
  shutDownIngesters,
  testQuery,
  zones,
} from './actions.ts'
import { type GateName, PRINTED_IN_3_2 } from './gates.ts'
import { sameConfig } from './same-config.ts'

const step = (section: string): string => `${DOCUMENT}, step ${section}`

/** The document's eight steps, done with care: zone by zone, each hand-over proved before the next begins. */
export const steps: Steps<GateName, 'outage'> = [
  {
    name: '1 ingesters and store-gateways are in zones: one zone may be lost',
    ref: step('1'),
    async run(t) {
      await t.gate('ingesters3')
      await t.traffic(3)
      await t.inject('outage')
      await t.recover('outage')
      await t.gate('ingesters3')
    },
  },
  {
    name: '2 deploy read-write components with 0 replicas',
    ref: step('2'),
    async run(t) {
      // With 0 replicas no pod may notice.
      await t.apply(addReadWrite, { unchanged: true })
      // The jsonnet's migration mode has more effects than its document description: schedulers are found by ring from now on, which restarts the
      // query path, and the overrides-exporter is gone.
      await bypassSchedulers(t, () => t.apply(topology => discoverByRing(topology, queryPaths.users)))
      // Rules have no other path. Schedulers go first: who looks for them by name finds them still.
      for (const name of queryPaths.rules) {
        await rollWithPreStop(t, name, topology => discoverByRing(topology, [name]))
        await schedulersFound(t)
      }
      await ringHolds(t, 'query-scheduler', OLD)
      await t.apply(withoutOverridesExporter)
    },
  },
  {
    name: '3.1 scale up mimir-read',
    ref: step('3.1'),
    async run(t) {
      await t.apply(topology => scaleUp(topology, 'mimir-read'))
      await sameConfig(t, ['query-frontend', 'querier'], 'mimir-read')
    },
  },
  {
    name: '3.2 check that mimir-read runs queries',
    ref: step('3.2'),
    async run(t) {
      for (const pod of podsWith(t, 'querier', NEW)) await testQuery(t, pod)
      await t.tryPrinted(step('3.2'), PRINTED_IN_3_2)
      await t.gate('readsRun')
    },
  },
  {
    name: '3.3 route reads to mimir-read',
    ref: step('3.3'),
    async run(t) {
      await t.apply(topology => routeTo(topology, ['reads'], ['mimir-read']))
      await t.wait('the old query-frontends to have been idle', BUILT_IN.minute, async () => {
        // From here on reads that pass query-schedulers by need as many queriers there as mimir-read has.
        await t.apply(withRuleQueriersForReads)
        await t.gate('oldFrontendsIdle')
      })
    },
  },
  {
    name: '4.1 scale up mimir-backend',
    ref: step('4.1'),
    async run(t) {
      // A query-frontend that finds a new query-scheduler in the ring before any querier does leaves queries there for up to 5 s.
      await bypassSchedulers(t, () => t.apply(topology => scaleUp(topology, 'mimir-backend')))
      await sameConfig(t, ['store-gateway', 'compactor', 'ruler', 'alertmanager', 'query-scheduler'], 'mimir-backend')
    },
  },
  {
    name: '4.2 all rings hold old and new',
    ref: `${step('4.2')}; Alertmanagers and overrides-exporters have rings too, which it leaves out`,
    async run(t) {
      for (const ring of ['query-scheduler', 'store-gateway', 'compactor', 'ruler', 'alertmanager'] as const) {
        await ringHolds(t, ring, OLD, NEW)
      }
      await ringHolds(t, 'overrides-exporter', NEW)
      await t.gate('overridesExported')
      await alertmanagersSettled(t)
    },
  },
  {
    name: '4.3 route compactor, rules and alerts to mimir-backend',
    ref: `${step('4.3')}; it leaves out the Alertmanagers`,
    async run(t) {
      await t.apply(topology => routeTo(topology, ['compactor', 'rules', 'alerts'], groupOf(topology, 'mimir-backend')))
      await rulesAreStored(t, 'after-4-3')
    },
  },
  {
    name: '5.1 have the old store-gateways leave their ring when they stop',
    ref: step('5'),
    run: t => t.apply(topology => leavingTheRing(topology, microservicesOf(topology, 'store-gateway'))),
  },
  {
    name: '5.2 scale the old read and backend components to zero',
    ref: `${step('5')}; a zone of store-gateways after the other, as "Scaling out" has it`,
    async run(t) {
      for (const zone of zones) await handOverStoreGateways(t, [`store-gateway-${zone}`], NEW)
      // What is left serves nobody but mimir-read, by the old query-schedulers: reads pass by until those are gone.
      const others = ['query-frontend', 'query-scheduler', 'querier', 'ruler', 'compactor']
      await bypassSchedulers(t, () => t.apply(topology => scaleToZero(topology, others)))
    },
  },
  {
    name: '5.3 the old ones have left all rings',
    ref: step('5'),
    async run(t) {
      for (const ring of ['query-scheduler', 'store-gateway', 'compactor', 'ruler'] as const) {
        await ringHolds(t, ring, NEW)
      }
    },
  },
  {
    name: '5.4 hand the Alertmanagers over, one by one',
    ref: '"Scaling out Grafana Mimir", Alertmanagers: two at once at most; the migration document deletes all in step 8',
    async run(t) {
      for (const left of [2, 1, 0]) {
        await t.apply(topology => scale(topology, 'alertmanager', left))
        await alertmanagersSettled(t)
      }
      await ringHolds(t, 'alertmanager', NEW)
    },
  },
  {
    name: '5.5 rules are no longer evaluated on a query path of their own',
    ref: `${step('5')}: after the old rulers are gone`,
    run: t => rollWithPreStop(t, 'ruler-query-frontend', withoutRuleQueryPath),
  },
  {
    name: '6.1 scale up mimir-write',
    ref: `${step('6.1')}; a zone after the other`,
    async run(t) {
      // The ring shows a new ingester before it answers ("current state: Starting"): with all zones at once some queries fail.
      for (const zone of zones) await t.apply(topology => scale(topology, `mimir-write-${zone}`, 1))
      await t.gate('ingesters6')
      await ringHolds(t, 'ingester', OLD, NEW)
      await sameConfig(t, ['distributor', 'ingester'], 'mimir-write')
    },
  },
  {
    name: '6.2 route writes to mimir-write',
    ref: step('6.2'),
    async run(t) {
      await t.apply(topology => routeTo(topology, ['writes'], groupOf(topology, 'mimir-write')))
      await t.wait('the old distributors to have been idle', BUILT_IN.minute, () => t.gate('oldDistributorsIdle'))
    },
  },
  {
    name: '7.1 scale the distributors to zero and await the next head compaction',
    ref: step('7.1'),
    async run(t) {
      await t.apply(topology => scaleToZero(topology, ['distributor']))
      await headsCompacted(t, podsWith(t, 'ingester', OLD))
    },
  },
  ...zones.map(
    (zone, i): Step => ({
      name: `7.2${'abc'[i]} shut down ingester-${zone}`,
      ref: `${step('7.2')}, and "Scaling out Grafana Mimir", ingesters`,
      run: t => shutDownIngesters(t, [`ingester-${zone}`]),
    }),
  ),
  {
    name: '8 deployment mode read-write',
    ref: step('8'),
    async run(t) {
      await t.apply(removeMicroservices, { unchanged: true })
      await t.gate('ingesters3')
      await deleteLeftovers(t)
      await t.traffic(3)
    },
  },
]
