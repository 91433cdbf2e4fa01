import type { Deviation } from '../../history/run-info.ts'
import type { Topology } from './topology.ts'
import { podsOf } from './workload.ts'

/** A deviation, and of which topologies it is true, where that is not all. */
interface KnownDeviation extends Deviation {
  /** True of this topology. Default: of every one. */
  of?: (topology: Topology) => boolean
  /** Of this provider alone. Default: of both. */
  provider?: 'process' | 'kind'
}

/** Pods that run this module. */
const count = (topology: Topology, module: string): number =>
  podsOf(topology).filter(({ workload }) => workload.modules.some(m => m === module)).length

const stateless = ['distributor', 'query-frontend', 'query-scheduler', 'querier', 'ruler']

/** The value at a path of the config, where the topology sets it. */
const set = (topology: Topology, ...path: string[]): unknown =>
  path.reduce<unknown>((tree, key) => (tree as Record<string, unknown> | undefined)?.[key], topology.config)

const unregisters = (topology: Topology): boolean =>
  set(topology, 'ingester', 'ring', 'unregister_on_shutdown') !== false
const byRing = ({ workloads }: Topology): boolean =>
  !workloads.some(w => w.flags['query-scheduler.service-discovery-mode'] === 'dns')
const fast = ({ pace }: Topology): boolean => pace === 'fast'

/**
 * What Mimir's own Helm chart and jsonnet deploy and a run does not, and why. Settings of Mimir that differ from its defaults are listed apart, by Mimir itself
 * (`settings` of run.json). Source: operations/helm/charts/mimir-distributed (values.yaml, small.yaml, classic-architecture.yaml) and operations/mimir in
 * Mimir's repository, at commit aced80d74930.
 */
export const deviations: readonly KnownDeviation[] = [
  {
    what: 'write path',
    installed:
      'Helm chart 6: ingest storage, through Kafka. Jsonnet and classic-architecture.yaml of the chart: distributors push to ingesters',
    here: 'distributors push to ingesters',
    why: 'ingest storage needs a Kafka, and no scenario covers it',
  },
  {
    what: 'pods that keep no data',
    installed: 'jsonnet: two or more of each. Helm chart: one or two as it comes, more in small.yaml and large.yaml',
    here: 'one of at least one of them',
    why: 'oneOfEach, or replicas of the scenario: the machine carries no more, or the scenario needs no more',
    of: topology => stateless.some(module => count(topology, module) < 2),
  },
  {
    what: 'distributors and queriers',
    installed:
      'jsonnet: three distributors, six queriers. Helm chart: small.yaml two distributors, values.yaml two queriers',
    here: 'two of each, unless the scenario says otherwise',
    why: 'two show what redundancy does; each pod more takes CPU from what is measured',
    of: topology => count(topology, 'distributor') < 3 || count(topology, 'querier') < 6,
  },
  {
    what: 'Alertmanagers',
    installed: 'jsonnet: three. Helm chart: one, small.yaml two',
    here: 'one, replication factor 1',
    why: 'few scenarios ask them; one that does sets replicas',
    of: topology => count(topology, 'alertmanager') < 2,
  },
  {
    what: 'ingesters that stop',
    installed: 'Helm chart: stay in the ring. Jsonnet: leave it (unregister_ingesters_on_shutdown)',
    here: 'stay in the ring',
    why: "as the chart and Mimir's docs on rolling out changes: leaving moves series for each restart",
    of: topology => !unregisters(topology),
  },
  {
    what: 'ingesters that stop',
    installed: 'Helm chart: stay in the ring. Jsonnet: leave it (unregister_ingesters_on_shutdown)',
    here: 'leave the ring',
    why: 'the scenario follows the jsonnet',
    of: unregisters,
  },
  {
    what: 'caches',
    installed: 'memcached for results, chunks, index and metadata (jsonnet; Helm chart where it is enabled)',
    here: 'none',
    why: 'a cached answer would hide that samples are gone',
  },
  {
    what: 'how query-schedulers are found',
    installed: 'by the name of a headless Service',
    here: 'in their ring',
    why: 'names need a network of the run, which not every machine allows; the migrations begin with names',
    of: byRing,
  },
  {
    what: 'query sharding',
    installed: 'Helm chart: on (parallelize_shardable_queries)',
    here: 'off',
    why: 'queries of the load are small: each shard more would be load alone',
  },
  {
    what: 'heartbeats and timeouts of rings',
    installed: 'ingesters, distributors, store-gateways, compactors: every 1 to 2 min, timeout 4 to 10 min',
    here: 'every 2 to 5 s, timeout 10 to 16 s',
    why: 'fast pace: a run sees in seconds that a pod is noticed to be lost',
    of: fast,
  },
  {
    what: 'heartbeats and timeouts of rings',
    installed: 'ingesters, distributors, store-gateways, compactors: every 1 to 2 min, timeout 4 to 10 min',
    here: "Mimir's defaults: every 15 s, timeout 1 min",
    why: 'real pace: a lost pod is noticed within minutes',
    of: topology => !fast(topology),
  },
  {
    what: 'shutdown delay and grace period',
    installed: 'distributors and query-frontends go on for 90 s; grace periods of 30 s to 20 min',
    here: 'they go on for 2 s; grace periods end after 60 s at most',
    why: 'fast pace: clients hear of a change within a second',
    of: fast,
  },
  {
    what: 'tokens in rings',
    installed: '512 for each ingester and store-gateway',
    here: '128',
    why: 'they are what gossip carries; few pods are spread well by fewer',
  },
  {
    what: 'readiness',
    installed:
      '/ready is asked after 15 s (jsonnet) to 60 s (chart), and a Deployment waits 10 s more for each pod (jsonnet)',
    here: '/ready is asked at once, and the first good answer counts',
    why: 'a roll is faster, and leaves less time between two restarts',
  },
  {
    what: 'object storage',
    installed: 'S3 or alike',
    here: 'a folder that pods share, unless --storage s3',
    why: 'no server beside Mimir takes CPU or fails',
    provider: 'process',
  },
  {
    what: 'what stands before Mimir',
    installed: 'nginx (chart) or a Service',
    here: 'a gateway of the harness',
    why: 'it injects what negative controls need, and a route changes at one moment',
    provider: 'process',
  },
  {
    what: 'machines',
    installed: 'zones on machines of their own',
    here: 'all pods on one machine, unless --kubeconfig names others: they share its cores, its disk and its clock',
    why: 'a run needs no cluster',
  },
  {
    what: 'limits of tenants',
    installed: "Mimir's defaults, or an operator's own",
    here: 'lifted',
    why: 'a limit that strikes would be a failure that the operation did not cause',
  },
]

/** What a run with this topology lacks of an installation. @param provider that of the run */
export const deviationsOf = (topology: Topology, provider: string): Deviation[] =>
  deviations
    .filter(d => (d.of?.(topology) ?? true) && (d.provider ?? provider) === provider)
    .map(({ what, installed, here, why }) => ({ what, installed, here, why }))
