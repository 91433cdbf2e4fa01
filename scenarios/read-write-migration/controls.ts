import {
  type Actions,
  addReadWrite,
  alerts,
  archive,
  type Controls,
  call,
  flushed,
  groupOf,
  inMigration,
  leavingTheRing,
  microservicesInZones,
  microservicesOf,
  routeTo,
  type Step,
  scaleToZero,
  scaleUp,
  type Topology,
  withBackendMoved,
  withConfig,
  withFlags,
  withReadsMoved,
} from '../../harness/mimir/index.ts'
import { downForAll, found, foundOfAll, writesFailedWith } from '../reasons.ts'
import { stalled } from '../stalled.ts'
import { podsWith } from './actions.ts'
import { onlyDoomedSeriesLost, predictLoss } from './lost-heads.ts'

/**
 * What goes wrong when a step is done wrongly or too early. Each begins where the migration stands at that step and does only what is wrong.
 */

const steps = (name: string, run: Step['run']): Step[] => [{ name, run }]

const storeGateways = (topology: Topology) => microservicesOf(topology, 'store-gateway')

const OLD_INGESTER = /^ingester-zone-/

export const controls = [
  {
    id: 'ingesters-not-shut-down',
    description:
      'step 7.2 without the shutdown procedure: all old ingesters are stopped and their volumes deleted, and of the series that only they have exactly the unshipped samples are lost, and of those with one replica left what reads do not find',
    expectFail: ['loss'],
    mayFail: ['availability', 'rules', 'exemplars'],
    signals: [],
    topology: t => {
      const all = scaleUp(withReadsMoved(t.pace), 'mimir-write')
      return routeTo(all, ['writes'], groupOf(all, 'mimir-write'))
    },
    steps: steps('stop the ingesters of all zones and delete their volumes', async t => {
      await predictLoss(t, 'mimir-write-zone-a-0', OLD_INGESTER)
      await t.apply(topology => scaleToZero(topology, microservicesOf(topology, 'ingester')))
      const left = (await t.cluster.injector.volumes()).filter(v => !v.inUse && OLD_INGESTER.test(v.pod))
      for (const { pod } of left) await t.cluster.injector.deleteVolume(pod)
      await t.traffic(3)
    }),
    verify: judged => onlyDoomedSeriesLost(judged, OLD_INGESTER),
  },
  {
    id: 'two-zones-flushed',
    description:
      'the ingesters of two zones are flushed at once: none of them takes writes meanwhile, so no write finds its quorum',
    expectFail: ['availability'],
    mayFail: ['rules'],
    signals: [],
    // Heads of some size: a small one is flushed between two writes.
    load: { series: 4000, writesPerSecond: 10 },
    topology: t => microservicesInZones(t.pace),
    steps: steps('flush the ingesters of zone-a and zone-b at once', async t => {
      for (let i = 0; i < 6; i++) {
        await Promise.all(podsWith(t, 'ingester', /zone-[ab]$/).map(p => flushed(p.url)))
        await t.traffic(2)
      }
    }),
    verify: judged => writesFailedWith(judged, 'forced compaction in progress'),
  },
  {
    id: 'store-gateways-in-their-ring',
    description:
      'step 5 without its first half: the old store-gateways are stopped and stay in the ring, so blocks that only they own can not be read until the ring forgets them',
    expectFail: ['archive'],
    mayFail: ['gates'],
    signals: [archive],
    topology: t => withBackendMoved(t.pace),
    // Ten heartbeat timeouts pass until they are forgotten: 160 s here, 100 minutes with what the jsonnet sets. It is not waited for.
    steps: steps('stop the store-gateways of all zones', async t => {
      await t.apply(topology => scaleToZero(topology, storeGateways(topology)))
      await t.traffic(100)
    }),
    verify: judged => found(judged, 'archive', 'errors'),
  },
  {
    id: 'other-ring-prefix',
    description:
      'mimir-backend joins store-gateways of another ring prefix than queriers look in: once the old store-gateways are gone no block is found',
    expectFail: ['archive'],
    signals: [archive],
    topology: t => {
      const base = withBackendMoved(t.pace)
      const elsewhere = { 'store-gateway.sharding-ring.prefix': 'collectors/' }
      return leavingTheRing(withFlags(base, groupOf(base, 'mimir-backend'), elsewhere), storeGateways(base))
    },
    steps: steps('stop the old store-gateways', async t => {
      await t.apply(topology => scaleToZero(topology, storeGateways(topology)))
      await t.traffic(10)
    }),
    verify: judged => found(judged, 'archive', 'errors'),
  },
  {
    id: 'reads-without-ring-discovery',
    description:
      'reads go to a mimir-read that looks for query-schedulers by a name instead of in the ring, and nobody has that name: it is ready, and queries hang',
    expectFail: ['availability'],
    mayFail: ['loss', 'isolation', 'rules', 'exemplars'],
    signals: [],
    topology: t => {
      const base = addReadWrite(microservicesInZones(t.pace))
      const byName = {
        'query-scheduler.service-discovery-mode': 'dns',
        'query-frontend.scheduler-address': 'mimir-scheduler-headless:9095',
        'querier.scheduler-address': 'mimir-scheduler-headless:9095',
      }
      return scaleUp(withFlags(base, ['mimir-read'], byName), 'mimir-read')
    },
    steps: steps('route reads to mimir-read', async t => {
      await t.apply(topology => routeTo(topology, ['reads'], ['mimir-read']))
      await t.traffic(12)
      await t.apply(topology => routeTo(topology, ['reads'], ['query-frontend']))
      await t.traffic(3)
    }),
    verify: judged => downForAll(judged, 'instant'),
  },
  {
    id: 'frontends-stopped-first',
    description: 'the old query-frontends are stopped before reads are routed to mimir-read: reads fail until they are',
    expectFail: ['availability'],
    mayFail: ['loss', 'rules', 'exemplars'],
    signals: [],
    topology: t => scaleUp(inMigration(t.pace), 'mimir-read'),
    steps: steps('stop the query-frontends, and route reads to mimir-read later', async t => {
      await t.apply(topology => scaleToZero(topology, ['query-frontend']))
      await t.traffic(5)
      await t.apply(topology => routeTo(topology, ['reads'], ['mimir-read']))
      await t.traffic(3)
    }),
    verify: judged => downForAll(judged, 'instant'),
  },
  {
    id: 'schedulers-stopped-under-reads',
    description:
      "query-schedulers are replaced while reads pass them, as the document's step 2 does: each cancels the queries in flight through it",
    expectFail: ['availability'],
    mayFail: ['loss', 'isolation', 'rules', 'exemplars'],
    signals: [],
    // Queries of some length: between two short ones a scheduler may stop unnoticed.
    load: { series: 4000 },
    topology: t => microservicesInZones(t.pace),
    steps: steps('replace the query-scheduler ten times', async t => {
      for (let i = 1; i <= 10; i++) {
        const changed = { 'query-scheduler.max-outstanding-requests-per-tenant': String(400 + i) }
        await t.apply(topology => withFlags(topology, 'query-scheduler', changed))
        await t.traffic(1)
      }
    }),
    verify: ({ events }) =>
      events.some(e => e.type === 'read' && e.error?.includes('frontend disconnected'))
        ? undefined
        : 'no query was cancelled by a query-scheduler',
  },
  {
    id: 'rule-frontend-stopped-first',
    description:
      'step 5 in another order: what evaluates rules remotely is stopped while the old rulers still use it, and evaluations fail',
    expectFail: ['rules'],
    signals: [],
    topology: t => microservicesInZones(t.pace),
    steps: steps('stop the query path of rules', async t => {
      await t.apply(topology => scaleToZero(topology, ['ruler-query-frontend']))
      await t.traffic(20)
    }),
    verify: judged => foundOfAll(judged, 'rules', 'gap'),
  },
  {
    id: 'alertmanagers-deleted-first',
    description:
      'the old Alertmanagers are deleted before new ones have joined, with the persist interval that production has: the silence is lost',
    expectFail: ['alerts'],
    // Query-schedulers of mimir-backend may be found by query-frontends before queriers find them: reads then wait for up to 5 s.
    mayFail: ['rules', 'availability'],
    signals: [alerts],
    topology: t => withConfig(inMigration(t.pace), { alertmanager: { persist_interval: '15m' } }),
    steps: steps('delete the Alertmanagers, then start mimir-backend', async t => {
      await t.apply(topology => scaleToZero(topology, ['alertmanager']))
      await t.apply(topology => scaleUp(topology, 'mimir-backend'))
      await t.apply(topology => routeTo(topology, ['alerts'], groupOf(topology, 'mimir-backend')))
      // Longer than a hand-over may take.
      await t.traffic(20)
    }),
    verify: judged => found(judged, 'alerts', 'silence'),
  },
  {
    ...stalled('serve'),
    signals: [],
    topology: t => microservicesInZones(t.pace),
    steps: steps('serve', t => t.traffic(5)),
  },
  {
    id: 'write-zones-shared',
    description:
      'all of mimir-write says that it is in zone-a: when the old ingesters of two other zones go, writes find one zone and no quorum',
    expectFail: ['availability'],
    mayFail: ['loss', 'rules', 'isolation', 'exemplars'],
    signals: [],
    topology: t => {
      const base = addReadWrite(microservicesInZones(t.pace))
      const shared = { 'ingester.ring.instance-availability-zone': 'zone-a' }
      return scaleUp(withFlags(base, groupOf(base, 'mimir-write'), shared), 'mimir-write')
    },
    steps: steps('route writes to mimir-write and shut the old ingesters of zone-b and zone-c down', async t => {
      await t.apply(topology => routeTo(topology, ['writes'], groupOf(topology, 'mimir-write')))
      for (const zone of ['zone-b', 'zone-c']) await shutDownAtOnce(t, `ingester-${zone}`)
      await t.traffic(5)
    }),
    verify: judged => downForAll(judged, 'writes'),
  },
] as const satisfies Controls

/** Flushed and gone, without the wait in between: here it is the quorum that matters. */
async function shutDownAtOnce(t: Actions, workload: string): Promise<void> {
  const pods = podsWith(t, 'ingester', new RegExp(`^${workload}$`))
  await Promise.all(pods.map(p => call(p.url, 'POST', '/ingester/shutdown', { timeout: 180_000 })))
  await t.apply(topology => scaleToZero(topology, [workload]))
}
