import type { EnvValue, Fleet, Workload as FleetWorkload, PodTemplate, Update } from '../fleet/fleet.ts'
import { GO_RUNTIME } from '../fleet/go-runtime.ts'
import type { S3Store, Surroundings } from '../fleet/surroundings.ts'
import { PATHS } from './routes.ts'
import { variable } from './topology/base-config.ts'
import { checkFlags } from './topology/check-flags.ts'
import { READY_PATH } from './topology/components.ts'
import { type ConfigContext, configLayers, type Layer, mimirConfig, runtimeConfig } from './topology/mimir-config.ts'
import { podArgs, podEnv } from './topology/pod.ts'
import { toYaml } from './topology/to-yaml.ts'
import { apiGroups, type Topology, type Workload } from './topology/topology.ts'
import { parseVersion, type Version } from './topology/versions.ts'

/** Mimir's usual ports. */
const PORTS = { http: 8080, grpc: 9095, gossip: 7946 }

/** Join addresses that a pod is given: enough that a restarted seed can not split the cluster. */
const SEEDS = ['PEER_1', 'PEER_2', 'PEER_3'] as const

/** Bytes of a volume: what a run writes in an hour many times over. */
const VOLUME = 2 ** 30

const CONFIG = 'mimir.yaml'
const RUNTIME = 'runtime.yaml'

/** The file with the runtime overrides that a workload reads. */
const runtimeOf = ({ name, overrides }: Workload): string => (overrides ? `runtime-${name}.yaml` : RUNTIME)

/** The fleet that makes a topology true. This is the only place where Mimir's settings become pods. */
export function fleetOf(topology: Topology, surroundings: Surroundings): Fleet {
  const version = parseVersion(surroundings.program.version)
  const context = contextOf(surroundings)
  const turns = topology.workloads.filter(inTurns).map(w => w.name)
  return {
    name: 'mimir',
    workloads: topology.workloads.map(
      (w): FleetWorkload => ({
        name: w.name,
        kind: w.stateful ? 'StatefulSet' : 'Deployment',
        replicas: w.replicas,
        ...(w.zone && { zone: w.zone }),
        update: updateOf(w, w.turn ?? turns.indexOf(w.name)),
        template: templateOf(w, surroundings, version),
      }),
    ),
    files: {
      [CONFIG]: { content: toYaml(mimirConfig(topology, context)), reloaded: false },
      [RUNTIME]: { content: toYaml(runtimeConfig(topology)), reloaded: true },
      ...Object.fromEntries(
        topology.workloads.flatMap(({ overrides, ...w }) =>
          overrides
            ? [[runtimeOf({ ...w, overrides }), { content: toYaml(runtimeConfig({ overrides })), reloaded: true }]]
            : [],
        ),
      ),
    },
    routes: Object.fromEntries(apiGroups.map(f => [f, { paths: PATHS[f], workloads: topology.routes[f] }])),
  }
}

/** The layers of the config of a topology, with the reason for each. */
export const layersOf = (topology: Topology, surroundings: Surroundings): Layer[] =>
  configLayers(topology, contextOf(surroundings))

function contextOf({ gateway, peers, label, program, store }: Surroundings): ConfigContext {
  return {
    // By variables, which are looked up when a pod starts: who comes first changes with the topology, and must not restart anybody.
    join: peers === undefined ? SEEDS.map(variable) : [`dns+${peers}:${PORTS.gossip}`],
    // Not the address of a pod: rulers read it when they start, and must find whichever Alertmanager there is later.
    alertmanagerUrl: `${gateway}/alertmanager`,
    clusterLabel: label,
    storage: store === 'folder' ? { backend: 'filesystem' } : { backend: 's3', ...BUCKET },
    version: parseVersion(program.version),
  }
}

/** StatefulSets in zones are restarted by whoever operates, as rollout-operator does. */
const inTurns = ({ stateful, zone }: Workload): boolean => stateful && zone !== undefined

function updateOf(workload: Workload, turn: number): Update {
  if (inTurns(workload)) return { by: 'turns', turn }
  return workload.stateful
    ? { by: 'rolling', maxSurge: 0, maxUnavailable: 1 }
    : { by: 'rolling', maxSurge: 1, maxUnavailable: 0 }
}

function templateOf(workload: Workload, { program, store, peers }: Surroundings, version: Version): PodTemplate {
  checkFlags(workload, version)
  return {
    components: workload.modules,
    program,
    args: podArgs(workload, '$(CONFIG)', version),
    env: {
      ...GO_RUNTIME,
      CONFIG: { of: 'file', file: CONFIG },
      ...podEnv(workload, runtimeOf(workload)),
      ...(peers === undefined &&
        Object.fromEntries(SEEDS.map((name, nth) => [name, { of: 'peer', nth, port: 'gossip' }] as const))),
      ...storeEnv(store),
    },
    files: [CONFIG, runtimeOf(workload)],
    ports: PORTS,
    readiness: { path: READY_PATH },
    preStop: workload.preStop,
    gracePeriod: workload.gracePeriod,
    restartPolicy: workload.restartPolicy ?? 'always',
    ...limitsOf(workload),
    ...(workload.restarts !== undefined && { restarts: workload.restarts }),
    volume: { size: VOLUME },
  }
}

function limitsOf({ memoryLimit: memory, cpuLimit: cpu }: Workload): Pick<PodTemplate, 'limits'> {
  if (memory === undefined && cpu === undefined) return {}
  return { limits: { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) } }
}

/** The bucket, as the config names it. */
const BUCKET = {
  endpoint: variable('S3_ENDPOINT'),
  bucket: variable('S3_BUCKET'),
  accessKeyId: variable('S3_ACCESS_KEY_ID'),
  secretAccessKey: variable('S3_SECRET_ACCESS_KEY'),
}

const storeEnv = (store: 'folder' | S3Store): Record<string, EnvValue> =>
  store === 'folder'
    ? { SHARED: { of: 'shared' } }
    : {
        S3_ENDPOINT: store.endpoint,
        S3_BUCKET: store.bucket,
        S3_ACCESS_KEY_ID: store.accessKeyId,
        S3_SECRET_ACCESS_KEY: store.secretAccessKey,
      }
