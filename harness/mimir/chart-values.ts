import { type ConfigContext, mimirConfig, runtimeConfig } from './topology/mimir-config.ts'
import { targetOf } from './topology/pod.ts'
import type { Component, Routes, Topology, Workload } from './topology/topology.ts'
import type { Tree } from './topology/tree.ts'
import type { Version } from './topology/versions.ts'

/** Where every pod of charts/mimir finds the others. */
const GOSSIP = 7946

/** An image as charts/mimir names it. */
interface Image {
  repository: string
  tag: string
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
}

/** Values of charts/mimir, as far as a topology decides them. */
interface MimirValues {
  image?: Image
  namePrefix?: string
  workloads: Readonly<Record<string, WorkloadValues>>
  routes: Routes
  config: Tree
  runtimeConfig: Tree
  s3?: { endpoint: string; bucket: string; existingSecret: string }
}

/** What a topology does not say: where it is installed, and how. */
interface MimirOptions extends Pick<MimirValues, 'image' | 'namePrefix' | 's3'> {
  /** Default: the newest. */
  version?: Version
  /** Keeps clusters apart that can reach each other. Default `mimir`. */
  clusterLabel?: string
}

/** The values that make charts/mimir deploy a topology. The namespace is not in them: the chart puts it where the config says `${NAMESPACE}`. */
export function mimirValues(topology: Topology, options: MimirOptions = {}): MimirValues {
  const { version, clusterLabel: _, ...rest } = options
  return {
    ...rest,
    workloads: Object.fromEntries(topology.workloads.map(w => [w.name, workloadValues(w, version)])),
    routes: topology.routes,
    config: mimirConfig(topology, chartContext(options)),
    runtimeConfig: runtimeConfig(topology),
  }
}

/** What the running chart adds to a topology's config: all pods behind one name, a bucket, and the gateway before the Alertmanagers. */
export function chartContext({ version, clusterLabel = 'mimir', namePrefix = '' }: MimirOptions = {}): ConfigContext {
  return {
    join: [`dns+${namePrefix}gossip-ring.${filledIn('NAMESPACE')}.svc.cluster.local.:${GOSSIP}`],
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
