import type { Pace } from '../../history/run-info.ts'
import { served } from './components.ts'
import { apiGroups, type Component, components, type Routes, type Topology, type Workload } from './topology.ts'
import type { Tree } from './tree.ts'
import { validated } from './validate.ts'
import { group } from './workload.ts'

interface ModeOptions<Name extends string> {
  /** 1 is a deployment without zone-awareness; 2 and 3 spread ingesters and store-gateways. */
  zones: 1 | 2 | 3
  pace: Pace
  /** Pods of each workload of the component or group, so with zones: in each zone. */
  replicas?: Readonly<Partial<Record<Name, number>>>
}

/** Pods that keep no data: in microservices mode two of each, so that one can be restarted or lost while the other answers. */
const stateless = ['distributor', 'query-frontend', 'query-scheduler', 'querier', 'ruler'] as const

/**
 * Mimir's microservices mode as people install it: one workload for each component, one for each zone where the ring is zone-aware, and two pods of
 * each component that keeps no data. With three zones these are 19 pods; with one, ingesters and store-gateways have three replicas so that the
 * replication factor stays 3. What an installation has and this has not, and why: deviations.ts.
 *
 * Source, in Mimir's repository: operations/helm/charts/mimir-distributed (values.yaml, small.yaml) and operations/mimir (*.libsonnet, as rendered in
 * operations/mimir-tests/test-multi-zone-generated.yaml: two query-frontends, query-schedulers and rulers, three distributors, six queriers).
 */
export function microservices(options: ModeOptions<Component>): Topology {
  const twice = Object.fromEntries(stateless.map(component => [component, 2]))
  return oneOfEach({ ...options, replicas: { ...twice, ...options.replicas } })
}

/**
 * Microservices with one pod of each component (in each zone where its ring is zone-aware): 14 pods with three zones. Smaller than any installation: while a
 * pod that keeps no data is restarted, nobody answers in its place. For what needs a Mimir and not its redundancy.
 */
export function oneOfEach(options: ModeOptions<Component>): Topology {
  const { zones, pace } = options
  const replicas = (component: Component) =>
    options.replicas?.[component] ??
    (zones === 1 && (component === 'ingester' || component === 'store-gateway') ? 3 : 1)
  const workloads = components.flatMap(component =>
    group(component, [component], { zones, pace, replicas: replicas(component) }),
  )
  return topologyOf(workloads, zones, pace, replicas('alertmanager'))
}

export const groups = {
  'mimir-write': ['distributor', 'ingester'],
  'mimir-read': ['query-frontend', 'querier'],
  'mimir-backend': ['query-scheduler', 'ruler', 'store-gateway', 'compactor', 'alertmanager', 'overrides-exporter'],
} as const satisfies Record<string, readonly Component[]>
type ReadWriteGroup = keyof typeof groups
const groupNames = ['mimir-write', 'mimir-read', 'mimir-backend'] as const satisfies ReadWriteGroup[]

/**
 * The workloads of read-write mode, e.g. to add them beside microservices: `mimir-write` and `mimir-backend` in each zone, `mimir-read` in
 * none. The grouping is all there is to the mode: Mimir 3.0 dropped its name and runs the same modules as a list (CHANGELOG #12584).
 */
export const readWriteWorkloads = ({ zones, pace, replicas }: ModeOptions<ReadWriteGroup>): Workload[] =>
  groupNames.flatMap(name =>
    group(name, groups[name], { zones, pace, replicas: replicas?.[name] ?? usual(name, zones) }),
  )

/**
 * Two of mimir-read, as in the jsonnet of Mimir 2.16 (operations/mimir/read-write-deployment/config.libsonnet), and one of the others in each zone. Without
 * zones, what holds data needs three replicas to replicate to.
 */
function usual(name: ReadWriteGroup, zones: number): number {
  if (name === 'mimir-read') return 2
  return zones === 1 ? 3 : 1
}

/** Mimir's read-write mode alone. */
export function readWrite(options: ModeOptions<ReadWriteGroup>): Topology {
  const backends = options.zones * (options.replicas?.['mimir-backend'] ?? usual('mimir-backend', options.zones))
  return topologyOf(readWriteWorkloads(options), options.zones, options.pace, backends)
}

/** Each apiGroup goes to all workloads that can serve it. */
const defaultRoutes = (workloads: readonly Workload[]): Routes =>
  Object.fromEntries(
    apiGroups.map(apiGroup => [
      apiGroup,
      workloads.filter(workload => served(workload.modules).includes(apiGroup)).map(workload => workload.name),
    ]),
  ) as Record<(typeof apiGroups)[number], string[]>

function topologyOf(workloads: Workload[], zones: 1 | 2 | 3, pace: Pace, alertmanagers: number): Topology {
  return validated({
    workloads,
    routes: defaultRoutes(workloads),
    config: replicationConfig(zones, alertmanagers),
    overrides: {},
    pace,
  })
}

/** A ring refuses every operation when it has fewer than half of its replicas, so no factor is larger than what there is to replicate to. */
function replicationConfig(zones: 1 | 2 | 3, alertmanagers: number): Tree {
  const ring = zones === 1 ? { replication_factor: 3 } : { zone_awareness_enabled: true, replication_factor: zones }
  return {
    // As Mimir's Helm chart and its docs, "Rolling out changes": an ingester that is restarted keeps its place in the ring, so that no series moves to
    // another for the seconds in which it is away, and reads of the others stay whole. To leave for good takes a call of /ingester/shutdown.
    ingester: { ring: { ...ring, unregister_on_shutdown: false } },
    store_gateway: { sharding_ring: ring },
    alertmanager: { sharding_ring: { replication_factor: Math.max(1, Math.min(3, alertmanagers)) } },
  }
}
