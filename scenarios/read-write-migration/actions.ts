import { type Pod, ready } from '../../harness/index.ts'
import {
  type Actions,
  call,
  growing,
  indexed,
  membersAre,
  metricsOf,
  noticed,
  postRuleGroup,
  type RingName,
  routeTo,
  scaleToZero,
  seriesOf,
  synchronised,
  type Topology,
} from '../../harness/mimir/index.ts'
import { askNumber } from '../ask.ts'
import { QUERIERS_LOOK_FOR_BLOCKS } from '../built-in-waits.ts'

/** What several steps of the migration have in common, in either direction. */

/** The document that the migrations follow, and the order in which zones come. */
export const DOCUMENT = 'Mimir docs, "Migrate from microservices to read-write mode without downtime"'
export const zones = ['zone-a', 'zone-b', 'zone-c'] as const

/** What no setting of Mimir shortens, and where that is written. */
export const BUILT_IN = {
  index: QUERIERS_LOOK_FOR_BLOCKS,
  minute: { ms: 60_000, because: "the document's expression is a rate over 1 m" },
  compaction: {
    ms: 70_000,
    because:
      'a head is compacted once it is 1.5 block ranges long, checked every 10 s at most: pkg/ingester/ingester_compaction.go',
  },
  ringCheck: {
    ms: 6000,
    because:
      'store-gateways and Alertmanagers look at their ring every 5 s, 20 % more or less: pkg/storegateway/gateway_ring.go',
  },
  names: {
    ms: 35_000,
    because:
      "a ruler's gRPC client looks up names every 30 s at most, and Go reads a hosts file every 5 s: google.golang.org/grpc/internal/resolver/dns, net/hosts.go",
  },
  discovery: {
    ms: 5000,
    because: 'query-schedulers are looked up in their ring every 5 s: pkg/scheduler/schedulerdiscovery',
  },
} as const

/** Milliseconds until a ring must have its members: heartbeats, gossip, and what a leaving member has to hand over. */
const RING_DEADLINE = 60_000
/** Milliseconds, longer than anything that Mimir does at its own intervals. */
const OWN_INTERVALS = 180_000

export const podsWith = (t: Actions, component: string, workload = /./): Pod[] =>
  t.cluster.pods().filter(p => p.components.some(c => c === component) && workload.test(p.workload))

export const OLD = /^(?!mimir-)/
export const NEW = /^mimir-/

/** The ring holds these workloads' members of the component, and nobody else. */
export async function ringHolds(t: Actions, ring: RingName, ...which: RegExp[]): Promise<void> {
  const own = podsWith(t, ring).filter(p => !p.workload.startsWith('ruler-'))
  const wanted = own.filter(p => which.some(w => w.test(p.workload)))
  const names = wanted.map(p => p.name)
  await t.expect(
    `the ${ring} ring to hold ${names.join(', ')}, all ACTIVE`,
    () => membersAre(wanted[0]!.url, ring, names),
    {
      within: RING_DEADLINE,
    },
  )
}

/**
 * Every query-frontend has found a query-scheduler, and every query-scheduler is used from both sides. By their own metrics at that moment: of a
 * pod that has just been replaced a scrape would still tell.
 */
export const schedulersFound = (t: Actions): Promise<void> =>
  t.wait('query-schedulers to be found', BUILT_IN.discovery, () =>
    t.expect('every query-frontend and querier to have found a query-scheduler', () => schedulersUsed(t), {
      within: OWN_INTERVALS,
    }),
  )

async function schedulersUsed(t: Actions): Promise<true | string> {
  const idle: string[] = []
  for (const { name, url } of podsWith(t, 'query-frontend')) {
    if ((await metricsOf(url))('cortex_query_frontend_connected_schedulers') === 0) idle.push(`${name} has found none`)
  }
  for (const { name, url } of podsWith(t, 'query-scheduler')) {
    const count = await metricsOf(url)
    if (count('cortex_query_scheduler_connected_frontend_clients') === 0) idle.push(`no query-frontend uses ${name}`)
    if (count('cortex_query_scheduler_connected_querier_clients') === 0) idle.push(`no querier uses ${name}`)
  }
  return idle.length === 0 || idle.join(', ')
}

/**
 * Makes a change that ends pods of this workload. Query-frontends of rulers go on answering until every ruler has had to look up their names
 * again, which is waited for; other pods end at once.
 */
export const rollWithPreStop = (
  t: Actions,
  workload: string,
  change: (topology: Topology) => Topology,
): Promise<void> =>
  workload === 'ruler-query-frontend'
    ? t.wait('rulers to look up their query-frontends again', BUILT_IN.names, () => t.apply(change))
    : t.apply(change)

/**
 * Does something that stops query-schedulers while nobody's reads pass them: meanwhile reads go over the path of rules' queries, which has schedulers
 * of its own. A scheduler that stops cancels the queries in flight through it (Mimir: pkg/scheduler/scheduler.go, frontendDisconnected).
 */
export async function bypassSchedulers(t: Actions, act: () => Promise<void>): Promise<void> {
  const usual = t.topology.routes.reads
  const asked = usual.flatMap(name => podsWith(t, 'query-frontend', new RegExp(`^${name}$`)))
  await t.apply(topology => routeTo(topology, ['reads'], ['ruler-query-frontend']))
  const inFlight = async () => {
    const counts = await Promise.all(asked.map(pod => metricsOf(pod.url)))
    // One is the request for these metrics. cortex_query_frontend_queries_in_progress can not be asked: it falls below 0.
    const left = counts.map(count => Math.max(0, count('cortex_inflight_requests') - 1))
    return left.every(n => n === 0) || `${left.join(', ')} requests in flight`
  }
  await t.expect('the queries in flight to be answered', inFlight, { within: OWN_INTERVALS })
  await act()
  await schedulersFound(t)
  await t.apply(topology => routeTo(topology, ['reads'], usual))
}

/** Everything in the bucket by now is in the index, on the store-gateways that are there, and known to every querier. */
export const storeServes = (t: Actions): Promise<void> =>
  t.wait('what was shipped to be read from the store', BUILT_IN.index, async () => {
    const tenants = t.run.tenants
    await indexed(t.observer, tenants)
    await synchronised(t.observer, podsWith(t, 'store-gateway'))
    await noticed(t.observer, podsWith(t, 'querier'))
  })

/** Stops store-gateways that leave their ring, and waits until those that stay have what was theirs. */
export async function handOverStoreGateways(
  t: Actions,
  workloads: readonly string[],
  successors: RegExp,
): Promise<void> {
  const takenOver = await growing(
    t.observer,
    'cortex_storegateway_bucket_sync_total{reason="ring-change"}',
    podsWith(t, 'store-gateway', successors),
  )
  await t.apply(topology => scaleToZero(topology, workloads))
  await ringHolds(t, 'store-gateway', successors, ...remaining(t, 'store-gateway'))
  await t.wait('store-gateways to load what the others had', BUILT_IN.ringCheck, takenOver)
}

/** One pattern for each workload of the component that has pods. */
const remaining = (t: Actions, component: string): RegExp[] =>
  podsWith(t, component).map(p => new RegExp(`^${p.workload}$`))

/** Every tenant has as many Alertmanagers as the replication factor says, and those that are new have its silences and notifications. */
export const alertmanagersSettled = (t: Actions): Promise<void> =>
  t.wait('Alertmanagers to take over', BUILT_IN.ringCheck, () =>
    t.expect('every tenant to have three Alertmanagers that have its state', () => alertmanagersOwn(t), {
      within: OWN_INTERVALS,
    }),
  )

async function alertmanagersOwn({ observer }: Actions): Promise<true | string> {
  const one = async (expr: string) => {
    const [sample] = await observer.query(expr)
    if (!sample) throw new Error(`${expr} gave nothing`)
    return sample.value
  }
  const owned = await one('sum(cortex_alertmanager_tenants_owned)')
  const wanted = 3 * (await one('max(cortex_alertmanager_tenants_discovered)'))
  const synced = await one('sum(cortex_alertmanager_state_initial_sync_completed_total)')
  return (owned === wanted && synced >= owned) || `${owned} of ${wanted} tenants owned, ${synced} states synced`
}

/** A query asked of one pod directly, as through a port-forward, has an answer with samples. */
export async function testQuery(t: Actions, pod: Pod): Promise<void> {
  const { tenants } = t.run.dataset
  const series = seriesOf(t.run.dataset, 0)
  await t.expect(`${pod.name} to find the ${series} series of ${tenants[0]}`, async () => {
    const found = await askNumber(t, tenants[0]!, 'count(gauntlet_sample)', pod.url)
    return found === series || `${found} series`
  })
}

/** Labelled as all that is the tenant's own: rules without its name would be somebody else's. */
const rulesOf = (tenant: string) => `name: written
rules:
  - record: gauntlet_written
    expr: vector(1)
    labels: { tenant: ${tenant} }
`

/** Rules that are written through the gateway are read through it, whoever serves that now. */
export async function rulesAreStored(t: Actions, namespace: string): Promise<void> {
  const tenant = t.run.tenants[0]!
  const path = `/prometheus/config/v1/rules/${namespace}`
  await postRuleGroup(t.cluster.gateway, tenant, namespace, rulesOf(tenant))
  await t.expect(`${path} to hold the rule gauntlet_written`, async () => {
    const stored = await call(t.cluster.gateway, 'GET', path, { tenant })
    return stored.includes('gauntlet_written') || stored
  })
}

/**
 * Tells a pod by a call what it has to do. One that dies meanwhile has forgotten it, and is told once more when it is back, as an operator would.
 * That it was read-only it finds in its ring again.
 * @param timeout milliseconds until it must have done it
 * @throws Error when a pod that lives does not do it, or one that died is told in vain for the second time
 */
export async function callPod(
  t: Actions,
  pod: Pick<Pod, 'name' | 'url'>,
  path: string,
  timeout = 10_000,
): Promise<void> {
  const asked = () => call(pod.url, 'POST', path, { timeout })
  try {
    await asked()
  } catch (thrown) {
    if ((await t.cluster.injector.processState(pod.name)) !== 'gone') throw thrown
    t.note('told again', { pod: pod.name, path, because: String(thrown) })
    await ready(t, [pod.name])
    // Whoever killed it wants to see that it is back, too.
    await t.traffic(5)
    await asked()
  }
}

/** Has ingesters take no new series, and their ring know it. */
export const makeReadOnly = (t: Actions, ingesters: readonly Pod[]): Promise<unknown> =>
  Promise.all(ingesters.map(p => callPod(t, p, '/ingester/prepare-instance-ring-downscale')))

/** Has ingesters flush and ship what they have, and end. */
export const flushAndStop = (t: Actions, ingesters: readonly Pod[]): Promise<unknown> =>
  Promise.all(ingesters.map(p => callPod(t, p, '/ingester/shutdown', 180_000)))

/**
 * The procedure "Shutting down ingesters" of Mimir's document on scaling out, for the ingesters of some workloads: read-only, flushed and
 * shipped, and what they shipped served by the store before their pods go.
 */
export async function shutDownIngesters(t: Actions, workloads: readonly string[]): Promise<void> {
  const pods = t.cluster.pods().filter(p => workloads.includes(p.workload))
  await makeReadOnly(t, pods)
  await flushAndStop(t, pods)
  await storeServes(t)
  await t.apply(topology => scaleToZero(topology, workloads))
}

/** The next compaction of every head of these ingesters, by their own count, and the blocks shipped. */
export const headsCompacted = (t: Actions, ingesters: readonly Pod[]): Promise<void> =>
  t.wait('the next head compaction', BUILT_IN.compaction, async () => {
    const compacted = await growing(t.observer, 'cortex_ingester_tsdb_compactions_total', ingesters)
    const shipped = await growing(t.observer, 'cortex_ingester_shipper_uploads_total', ingesters)
    await compacted()
    await shipped()
  })

/** Volumes that no pod has any more are deleted, and no others. */
export async function deleteLeftovers(t: Actions): Promise<void> {
  const volumes = await t.cluster.injector.volumes()
  const leftover = volumes.filter(v => !v.inUse).map(v => v.pod)
  t.note('volumes', { leftover, kept: volumes.filter(v => v.inUse).map(v => v.pod) })
  for (const pod of leftover) await t.cluster.injector.deleteVolume(pod)
}
