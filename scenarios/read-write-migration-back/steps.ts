import {
  addMicroservices,
  addRuleQueryPath,
  type Component,
  discoverByName,
  microservicesOf,
  queryPaths,
  removeReadWrite,
  routeTo,
  type Step,
  type Steps,
  scale,
  scaleToZero,
  scaleUpMicroservices,
  withRuleQueriersForReads,
} from '../../harness/mimir/index.ts'
import {
  alertmanagersSettled,
  BUILT_IN,
  bypassSchedulers,
  callPod,
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
} from '../read-write-migration/actions.ts'
import type { GateName } from '../read-write-migration/gates.ts'
import { sameConfig } from '../read-write-migration/same-config.ts'

const reverseOf = (section: string): string => `${DOCUMENT}, step ${section} the other way round`

/** What answers for old data first, then what asks it, then what needs a path for queries. */
const arrivals: Component[][] = [
  ['store-gateway', 'compactor'],
  ['query-scheduler', 'querier', 'query-frontend'],
  ['ruler', 'alertmanager', 'overrides-exporter'],
]

/** "Steps to migrate from read-write to microservices mode can be applied vice-versa": the document's word for all of these. */
export const steps: Steps<GateName> = [
  {
    name: '0 read-write mode serves',
    ref: reverseOf('8'),
    async run(t) {
      await t.gate('ingesters3')
      await t.traffic(5)
    },
  },
  {
    name: '8 deploy microservices with 0 replicas',
    ref: reverseOf('8'),
    run: t => t.apply(addMicroservices, { unchanged: true }),
  },
  {
    name: '7.2 scale up ingesters and distributors',
    ref: reverseOf('7'),
    async run(t) {
      // A zone after the other: the ring shows a new ingester before it answers.
      for (const zone of zones) await t.apply(topology => scale(topology, `ingester-${zone}`, 1))
      await t.apply(topology => scale(topology, 'distributor', 1))
      await t.gate('ingesters6')
      await ringHolds(t, 'ingester', OLD, NEW)
      await sameConfig(t, ['distributor', 'ingester'], 'mimir-write')
    },
  },
  {
    name: '6.2 route writes to the distributors',
    ref: reverseOf('6.2'),
    async run(t) {
      await t.apply(topology => routeTo(topology, ['writes'], ['distributor']))
      await t.wait('mimir-write to have been idle', BUILT_IN.minute, () => t.gate('newDistributorsIdle'))
      await headsCompacted(t, podsWith(t, 'ingester', NEW))
    },
  },
  ...zones.map(
    (zone, i): Step => ({
      name: `6.1${'abc'[i]} shut down mimir-write-${zone}`,
      ref: `${reverseOf('6.1')}, and "Scaling out Grafana Mimir", ingesters`,
      run: t => shutDownIngesters(t, [`mimir-write-${zone}`]),
    }),
  ),
  {
    name: '5.1 scale up the old read and backend components',
    ref: reverseOf('5'),
    async run(t) {
      // Reads pass over it, too, while query-schedulers stop.
      await t.apply(topology => withRuleQueriersForReads(addRuleQueryPath(topology)))
      // A few at a time, as the groups of read-write mode came: so many at once would take the CPU that queries need.
      for (const components of arrivals) {
        const arrive = () =>
          t.apply(topology => scaleUpMicroservices(topology, microservicesOf(topology, ...components)))
        await (components.some(c => c === 'query-scheduler') ? bypassSchedulers(t, arrive) : arrive())
      }
      await sameConfig(t, ['store-gateway', 'compactor', 'ruler', 'alertmanager', 'query-scheduler'], 'mimir-backend')
    },
  },
  {
    name: '4.2 all rings hold old and new',
    ref: reverseOf('4.2'),
    async run(t) {
      for (const ring of [
        'query-scheduler',
        'store-gateway',
        'compactor',
        'ruler',
        'alertmanager',
        'overrides-exporter',
      ] as const) {
        await ringHolds(t, ring, OLD, NEW)
      }
      await alertmanagersSettled(t)
      for (const pod of podsWith(t, 'query-frontend', /^query-frontend$/)) await testQuery(t, pod)
    },
  },
  {
    name: '4.3 route compactor, rules and alerts to microservices',
    ref: reverseOf('4.3'),
    async run(t) {
      await t.apply(topology =>
        routeTo(
          routeTo(routeTo(topology, ['compactor'], ['compactor']), ['rules'], ['ruler']),
          ['alerts'],
          ['alertmanager'],
        ),
      )
      await rulesAreStored(t, 'after-4-3')
    },
  },
  ...zones.map(
    (zone, i): Step => ({
      name: `4.1${'abc'[i]} scale mimir-backend-${zone} to zero`,
      ref: `${reverseOf('4.1')}, and "Scaling out Grafana Mimir", store-gateways`,
      async run(t) {
        // Told by a call instead of a flag: a restart for the flag would restart the zone's Alertmanager, too.
        for (const pod of podsWith(t, 'store-gateway', new RegExp(`^mimir-backend-${zone}$`))) {
          await callPod(t, pod, '/store-gateway/prepare-shutdown')
        }
        // Its query-scheduler stops with it.
        await bypassSchedulers(t, () => handOverStoreGateways(t, [`mimir-backend-${zone}`], OLD))
        await alertmanagersSettled(t)
      },
    }),
  ),
  {
    name: '3.3 route reads to the query-frontends',
    ref: reverseOf('3.3'),
    async run(t) {
      await t.apply(topology => routeTo(topology, ['reads'], ['query-frontend']))
      await t.wait('mimir-read to have been idle', BUILT_IN.minute, async () => {
        await t.apply(withRuleQueriersForReads)
        await t.gate('newFrontendsIdle')
      })
    },
  },
  {
    name: '3.1 scale mimir-read to zero',
    ref: reverseOf('3.1'),
    run: t => t.apply(topology => scaleToZero(topology, ['mimir-read'])),
  },
  {
    name: '2 deployment mode microservices',
    ref: reverseOf('2'),
    async run(t) {
      await t.apply(removeReadWrite, { unchanged: true })
      // The scheduler first: it leaves its ring, and query-frontends that look there hang up. Were they by name already, it would wait 60 s for them.
      await bypassSchedulers(t, async () => {
        for (const name of queryPaths.users) await t.apply(topology => discoverByName(topology, [name]))
      })
      // Rules have no other path. Who looks for schedulers goes first: by name they are found whether they are in a ring or not.
      for (const name of queryPaths.rules.toReversed()) {
        await rollWithPreStop(t, name, topology => discoverByName(topology, [name]))
        await schedulersFound(t)
      }
      await t.gate('ingesters3')
      await deleteLeftovers(t)
      await t.traffic(3)
    },
  },
]
