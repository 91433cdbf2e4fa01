import { type ConfigContext, mimirConfig, runtimeConfig } from '../../topology/mimir-config.ts'
import { targetOf } from '../../topology/pod.ts'
import type { Tree } from '../../topology/tree.ts'
import type { Component, Routes, Topology, Workload } from '../../topology/types.ts'
import type { Version } from '../../topology/versions.ts'
import type { RemoteWrite } from '../remote-write.ts'

/** Where every pod of charts/mimir listens. */
export const PORTS = { http: 8080, grpc: 9095, gossip: 7946 }

/** An image as charts name it. */
export interface Image {
  repository: string
  tag: string
}

/** Where pods may run: labels a node must have, and taints they put up with. */
export interface Placement {
  nodeSelector?: Readonly<Record<string, string>>
  tolerations?: readonly Readonly<Record<string, string>>[]
}

/** What a container asks of its node: Kubernetes' quantities (`60m`, `64Mi`). */
export interface Resources {
  requests: { cpu: string; memory: string }
}

/** One entry of `workloads` in charts/mimir. */
interface WorkloadValues {
  modules: readonly Component[]
  target?: string
  replicas: number
  zone?: string
  stateful: boolean
  flags: Readonly<Record<string, string>>
  gracePeriodSeconds: number
  preStop: Workload['preStop']
  resources?: Resources
}

/** Values of charts/mimir. */
export interface MimirValues {
  image?: Image
  namePrefix?: string
  workloads: Readonly<Record<string, WorkloadValues>>
  routes: Routes
  config: Tree
  runtimeConfig: Tree
  s3?: { endpoint: string; bucket: string; existingSecret: string }
  env?: Readonly<Record<string, string>>
  resources?: Resources
  storage?: { size: string }
  readinessProbe?: { periodSeconds: number }
  /** Without a label of nodes, zones are only names. */
  zoned?: { nodeLabel: string }
  unzoned?: Placement
  gateway?: {
    retries: number
    image?: Image
    replicas?: number
    nodePort?: number
    drainSeconds?: number
    answerTimeoutSeconds?: number
    resources?: Resources
  }
}

/** What a topology does not say: where it is installed, and how. */
export interface MimirOptions
  extends Omit<MimirValues, 'workloads' | 'routes' | 'config' | 'runtimeConfig' | 'gateway'> {
  /** Default: the newest. */
  version?: Version
  /** Keeps clusters apart that can reach each other. Default `mimir`. */
  clusterLabel?: string
  gateway?: Omit<NonNullable<MimirValues['gateway']>, 'retries'>
}

/** The values that make charts/mimir deploy a topology. The namespace is not in them: the chart puts it where the config says `${NAMESPACE}`. */
export function mimirValues(topology: Topology, options: MimirOptions = {}): MimirValues {
  const { version, clusterLabel, gateway, ...rest } = options
  return {
    ...rest,
    workloads: Object.fromEntries(topology.workloads.map(w => [w.name, workloadValues(w, version)])),
    routes: topology.routes,
    config: mimirConfig(topology, chartContext(options)),
    runtimeConfig: runtimeConfig(topology),
    gateway: { ...gateway, retries: topology.gatewayRetries },
  }
}

/** What the running chart adds to a topology's config: all pods behind one name, a bucket, and the gateway before the Alertmanagers. */
export function chartContext({ version, clusterLabel = 'mimir', namePrefix = '' }: MimirOptions = {}): ConfigContext {
  return {
    join: [`dns+${namePrefix}gossip-ring.${filledIn('NAMESPACE')}.svc.cluster.local.:${PORTS.gossip}`],
    alertmanagerUrl: `http://${namePrefix}gateway/alertmanager`,
    clusterLabel,
    storage: {
      backend: 's3',
      endpoint: filledIn('S3_ENDPOINT'),
      bucket: filledIn('S3_BUCKET'),
      accessKeyId: filledIn('S3_ACCESS_KEY_ID'),
      secretAccessKey: filledIn('S3_SECRET_ACCESS_KEY'),
    },
    ...(version && { version }),
  }
}

/** A variable that charts/mimir puts into a pod's environment, as the config names it. */
const filledIn = (name: string): string => `\${${name}}`

function workloadValues(workload: Workload, version: Version | undefined): WorkloadValues {
  const { modules, replicas, zone, stateful, flags, gracePeriod, preStop } = workload
  const target = targetOf(modules, version)
  return {
    modules,
    ...(target !== modules.join(',') && { target }),
    replicas,
    ...(zone && { zone }),
    stateful,
    flags,
    gracePeriodSeconds: Math.ceil(gracePeriod / 1000),
    preStop,
  }
}

/** Values of charts/observer. */
export interface ObserverValues extends Placement {
  image?: Image
  nodePort?: number
  resources?: Resources
  env?: Readonly<Record<string, string>>
  /** What it also writes to, as Prometheus' `remote_write` has it. */
  remoteWrite?: readonly RemoteWrite[]
}

/** Values of charts/s3. */
export interface S3Values extends Placement {
  image?: Image
  buckets: readonly string[]
  resources?: Resources
  env?: Readonly<Record<string, string>>
}
