import type { Pace } from '../../history/run-info.ts'
import { groups, oneOfEach, readWrite, readWriteWorkloads } from './modes.ts'
import { addWorkloads, removeWorkloads, route, scale, withConfig, withFlags } from './operations.ts'
import type { Component, Topology, Workload } from './topology.ts'
import type { Tree } from './tree.ts'
import { workloadNamed } from './validate.ts'
import { workload } from './workload.ts'

/**
 * The migration between microservices and read-write mode as changes of a topology, one for each thing that Mimir's document "Migrate from
 * microservices to read-write mode without downtime" has its reader do (jsonnet of Mimir 2.16, operations/mimir/read-write-deployment). Names,
 * replicas, ring prefixes and flags are those of that jsonnet. Every change is pure; a scenario decides their order.
 */

/** Pods of mimir-read, as in the document's examples. */
const READ_REPLICAS = 3
/** As in the jsonnet: with a replication factor of 3, every Alertmanager has every tenant. */
const ALERTMANAGERS = 3

/** The name behind which are the addresses of all pods of a workload: a headless Service in Kubernetes. */
const headless = (name: string): string => `${name}-headless`

const byName = (scheduler: string): string => `${headless(scheduler)}:9095`

/** Discovery of query-schedulers by name, which is Mimir's default and the jsonnet's in microservices mode. */
const dns = { 'query-scheduler.service-discovery-mode': 'dns' }
const frontendByDns = (scheduler: string) => ({ ...dns, 'query-frontend.scheduler-address': byName(scheduler) })
const querierByDns = (scheduler: string) => ({ ...dns, 'querier.scheduler-address': byName(scheduler) })

/** What takes the flags of discovery by name away again, so that the shared config's `ring` holds. Mimir refuses an address beside it. */
const byRing = {
  'query-scheduler.service-discovery-mode': null,
  'query-frontend.scheduler-address': null,
  'querier.scheduler-address': null,
}

/** The path by which rulers evaluate rules remotely, apart from users' queries: rings of its own, as in the jsonnet. */
const ruleQueryPath = ['ruler-query-frontend', 'ruler-query-scheduler', 'ruler-querier'] as const
const ownRings = {
  'query-scheduler.ring.prefix': 'ruler-query-scheduler/',
  'querier.ring.prefix': 'ruler-querier/',
}
const remoteEvaluation = (frontend: string) => ({ 'ruler.query-frontend.address': `dns:///${headless(frontend)}:9095` })

/**
 * A ruler looks up a name of frontends only when a connection ends, and no more than once in 30 s (google.golang.org/grpc/internal/resolver/dns).
 * So connections end by themselves, and a frontend that is told to stop goes on for longer than that: as in the jsonnet (query-frontend.libsonnet)
 * at the real pace; at the fast one for those 30 s, the life of a connection, which falls within them, and 5 s for which Go keeps a hosts file.
 */
const drainsRulers: Readonly<Record<Pace, Record<string, string>>> = {
  fast: { 'server.grpc.keepalive.max-connection-age': '5s', 'shutdown-delay': '37s' },
  real: { 'server.grpc.keepalive.max-connection-age': '30s' },
}

function rulePath(pace: Pace, discovery: 'dns' | 'ring'): Workload[] {
  const of = (component: Component, flags: Record<string, string>): Workload =>
    workload({
      name: `ruler-${component}`,
      modules: [component],
      pace,
      // Two frontends, as in the jsonnet: a ruler holds connections to them, and with a single one would have none while it is replaced.
      replicas: component === 'query-frontend' ? 2 : 1,
      flags: { ...flags, ...ownRings, ...(component === 'query-frontend' && drainsRulers[pace]) },
    })
  const scheduler = 'ruler-query-scheduler'
  return discovery === 'ring'
    ? [of('query-scheduler', {}), of('querier', {}), of('query-frontend', {})]
    : [
        of('query-scheduler', dns),
        of('querier', querierByDns(scheduler)),
        of('query-frontend', frontendByDns(scheduler)),
      ]
}

/**
 * Twice as many pods as usual are up half-way, and every heartbeat of one ring goes to all of them: their cost grows with the square. So they are
 * rarer than at the fast pace, and still three times as frequent as in production. What is said goes to more members at once and is said as often
 * as before: a pod that leaves tells all of them in two rounds instead of six. Names of Services change while pods are rolled, and are looked for
 * more often than every 10 s. An overrides-exporter never leaves its ring by itself, and is forgotten after four timeouts.
 */
const heartbeat = { heartbeat_period: '5s', heartbeat_timeout: '16s' }
const fastAmongMany: Tree = {
  memberlist: { gossip_nodes: 8 },
  ingester: { ring: heartbeat },
  distributor: { ring: heartbeat },
  store_gateway: { sharding_ring: heartbeat },
  querier: { ring: heartbeat },
  query_scheduler: { ring: heartbeat },
  compactor: { sharding_ring: heartbeat },
  ruler: { ring: heartbeat },
  alertmanager: { sharding_ring: heartbeat },
  overrides_exporter: { ring: { ...heartbeat, heartbeat_timeout: '10s' } },
  frontend: { scheduler_dns_lookup_period: '1s' },
  frontend_worker: { dns_lookup_duration: '1s' },
}

/**
 * What the jsonnet sets for all components. Every one that joins or reads the store-gateways' ring needs the prefix. Ingesters leave their ring when they
 * stop (operations/mimir/config.libsonnet, unregister_ingesters_on_shutdown), unlike those of the Helm chart: they go for good here.
 */
function asJsonnet(topology: Topology): Topology {
  const set = withConfig(topology, {
    ingester: { ring: { unregister_on_shutdown: true } },
    store_gateway: { sharding_ring: { kvstore: { prefix: 'multi-zone/' } } },
  })
  return topology.pace === 'fast' ? withConfig(set, fastAmongMany) : set
}

/**
 * Where the document begins: microservices in three zones (its step 1), schedulers found by name, rules evaluated remotely. One of each pod, since twice as
 * many as usual are up half-way, and a machine of two cores carries no more.
 */
export function microservicesInZones(pace: Pace): Topology {
  const base = oneOfEach({ zones: 3, pace, replicas: { alertmanager: ALERTMANAGERS } })
  const discovered = withFlags(
    withFlags(withFlags(base, 'query-scheduler', dns), 'querier', querierByDns('query-scheduler')),
    'query-frontend',
    frontendByDns('query-scheduler'),
  )
  const remote = withFlags(discovered, 'ruler', remoteEvaluation('ruler-query-frontend'))
  return asJsonnet(addWorkloads(remote, rulePath(pace, 'dns')))
}

/** Where it ends, and the way back begins. */
export function readWriteInZones(pace: Pace): Topology {
  const base = readWrite({ zones: 3, pace, replicas: { 'mimir-read': READ_REPLICAS } })
  const config = { alertmanager: { sharding_ring: { replication_factor: ALERTMANAGERS } } }
  return withRemoteEvaluation(asJsonnet(withConfig(base, config)))
}

export type Group = keyof typeof groups

/** The workloads of a group of read-write mode that a topology has: one for each zone, or one. */
export const groupOf = ({ workloads }: Topology, group: Group): string[] =>
  workloads.map(w => w.name).filter(name => name === group || name.startsWith(`${group}-zone-`))

/** The workloads of microservices that a topology has, but for the path of rulers. */
export const microservicesOf = ({ workloads }: Topology, ...components: Component[]): string[] =>
  workloads
    .filter(w => w.modules.length === 1 && components.includes(w.modules[0]!))
    .map(w => w.name)
    .filter(name => !isRulePath(name))

const isRulePath = (name: string): boolean => ruleQueryPath.some(n => n === name)

/**
 * Workloads of microservices whose pods find schedulers, in the order in which they can go over to the ring without losing each other. Users'
 * queries and rules' queries have a path each.
 */
export const queryPaths = {
  users: ['query-scheduler', 'querier', 'query-frontend'],
  rules: ['ruler-query-scheduler', 'ruler-querier', 'ruler-query-frontend'],
} as const

const bothPaths = Object.values(queryPaths).flat()

/**
 * Queriers that have as many connections to each query-scheduler however many there are. With more of `max_concurrent` they give up some of them
 * when they hear of another scheduler, and the query that is just being sent on one is lost ("querier disconnected ungracefully"). Four is what
 * they always have at least (Mimir: pkg/querier/worker/worker.go, MinConcurrencyPerRequestQueue).
 */
export const withSteadyQueriers = (topology: Topology): Topology =>
  withConfig(topology, { querier: { max_concurrent: 4 } })

/** Step 2, hidden: `deployment_mode: migration` has these find query-schedulers in the ring, which restarts them. */
export const discoverByRing = (topology: Topology, names: readonly string[] = bothPaths): Topology =>
  withFlags(topology, names, byRing)

/** The way back, last: query-schedulers are found by name again. */
export const discoverByName = (topology: Topology, names: readonly string[] = bothPaths): Topology =>
  names.reduce((t, name) => withFlags(t, name, discoveryByName(name)), topology)

function discoveryByName(name: string): Record<string, string> {
  const scheduler = name.startsWith('ruler-') ? 'ruler-query-scheduler' : 'query-scheduler'
  if (name.endsWith('frontend')) return frontendByDns(scheduler)
  return name.endsWith('querier') ? querierByDns(scheduler) : dns
}

/** Step 2: the workloads of read-write mode beside the microservices, with no pods yet. */
export function addReadWrite(topology: Topology): Topology {
  const none = { 'mimir-write': 0, 'mimir-read': 0, 'mimir-backend': 0 }
  return withRemoteEvaluation(
    addWorkloads(topology, readWriteWorkloads({ zones: 3, pace: topology.pace, replicas: none })),
  )
}

/** The jsonnet has the rulers of mimir-backend evaluate on mimir-read. */
const withRemoteEvaluation = (topology: Topology): Topology =>
  withFlags(topology, groupOf(topology, 'mimir-backend'), remoteEvaluation('mimir-read'))

/** Step 2, hidden: in migration mode the jsonnet has no overrides-exporter of its own any more. */
export const withoutOverridesExporter = (topology: Topology): Topology =>
  removeWorkloads(topology, 'overrides-exporter')

/** Steps 3.1, 4.1, 6.1: pods for a group. One in each zone is what the jsonnet makes of `mimir_write_replicas: 3`. */
export const scaleUp = (topology: Topology, group: Group): Topology =>
  scale(topology, groupOf(topology, group), group === 'mimir-read' ? READ_REPLICAS : 1)

/** Step 5: these store-gateways leave the ring when they stop. */
export const leavingTheRing = (topology: Topology, names: readonly string[]): Topology =>
  withFlags(topology, names, { 'store-gateway.sharding-ring.unregister-on-shutdown': 'true' })

/** Steps 5, 7: no pods any more. */
export const scaleToZero = (topology: Topology, names: readonly string[]): Topology => scale(topology, names, 0)

/** Step 5, last: rules have no query path of their own any more. */
export const withoutRuleQueryPath = (topology: Topology): Topology =>
  removeWorkloads(topology, topology.workloads.map(w => w.name).filter(isRulePath))

/** The way back: rules get their own query path, before the rulers that use it. */
export const addRuleQueryPath = (topology: Topology): Topology =>
  addWorkloads(topology, rulePath(topology.pace, 'ring'))

/**
 * As many queriers on the rules' path as answer reads, so that it can carry these, too, while their own query-schedulers stop: one alone in place of
 * three let reads wait for longer than 10 s on a busy machine.
 */
export function withRuleQueriersForReads(topology: Topology): Topology {
  const answering = topology.routes.reads.includes('mimir-read') ? 'mimir-read' : 'querier'
  return scale(topology, 'ruler-querier', workloadNamed(topology, answering).replicas)
}

/** Steps 3.3, 4.3, 6.2: clients are sent elsewhere, in one switch. */
export const routeTo = (
  topology: Topology,
  apiGroups: readonly (keyof Topology['routes'])[],
  names: readonly string[],
): Topology => apiGroups.reduce((t, apiGroup) => route(t, apiGroup, names), topology)

/** Step 8: `deployment_mode: read-write` deletes what is not part of it. */
export const removeMicroservices = (topology: Topology): Topology =>
  removeWorkloads(topology, allMicroservices(topology))

const allMicroservices = ({ workloads }: Topology): string[] =>
  workloads.filter(w => !w.name.startsWith('mimir-')).map(w => w.name)

/** The way back, first: microservices beside read-write mode, with no pods yet. */
export function addMicroservices(topology: Topology): Topology {
  const wanted = oneOfEach({ zones: 3, pace: topology.pace, replicas: { alertmanager: ALERTMANAGERS } })
  const none = wanted.workloads.map((w): Workload => ({ ...w, replicas: 0 }))
  const added = addWorkloads(topology, none)
  return withFlags(added, 'ruler', remoteEvaluation('ruler-query-frontend'))
}

/** The way back: pods for microservices, as many as there were before the migration. */
export const scaleUpMicroservices = (topology: Topology, names: readonly string[]): Topology =>
  names.reduce((t, name) => scale(t, name, name === 'alertmanager' ? ALERTMANAGERS : 1), topology)

/** The way back, last: `deployment_mode: microservices`. */
export const removeReadWrite = (topology: Topology): Topology =>
  removeWorkloads(
    topology,
    (Object.keys(groups) as Group[]).flatMap(group => groupOf(topology, group)),
  )

/** The migration up to the end of step 2: both in one cluster, read-write mode without pods. */
export const inMigration = (pace: Pace): Topology =>
  withoutOverridesExporter(discoverByRing(addReadWrite(microservicesInZones(pace))))

/** Up to the end of step 3: reads go to mimir-read. */
export const withReadsMoved = (pace: Pace): Topology =>
  routeTo(scaleUp(inMigration(pace), 'mimir-read'), ['reads'], ['mimir-read'])

/** Up to the end of step 4: all but writes go to read-write mode. */
export function withBackendMoved(pace: Pace): Topology {
  const up = scaleUp(withReadsMoved(pace), 'mimir-backend')
  return routeTo(up, ['compactor', 'rules', 'alerts'], groupOf(up, 'mimir-backend'))
}
