import { podEnv } from '../../topology/pod.ts'
import type { Topology } from '../../topology/types.ts'
import { GO_RUNTIME } from '../go-runtime.ts'
import type { RunPlace } from '../run-place.ts'
import type { KindWhere } from '../where.ts'
import { NODE_PORTS } from './own-cluster.ts'
import { RESOURCES, resourcesOf } from './requests.ts'
import type { Seat } from './seats.ts'
import type { Site } from './site.ts'
import { type Image, type MimirValues, mimirValues, type ObserverValues, PORTS, type S3Values } from './values.ts'

const STORE = { endpoint: 's3:7070', bucket: 'mimir', existingSecret: 's3' }

/** What the variables of the config stand for in a pod; the keys of the store are the chart's secret. */
export const environmentOf = ({ spec, pod }: Seat, namespace: string): Record<string, string> => ({
  ...podEnv(
    spec,
    { host: pod?.ip ?? '', ...PORTS },
    { data: '/data', shared: '/data', runtime: '/etc/mimir/runtime.yaml' },
  ),
  NAMESPACE: namespace,
  S3_ENDPOINT: STORE.endpoint,
  S3_BUCKET: STORE.bucket,
  S3_ACCESS_KEY_ID: 'secret',
  S3_SECRET_ACCESS_KEY: 'secret',
})

/** `repository:tag` in its parts. */
function imageOf(reference: string): Image {
  const colon = reference.lastIndexOf(':')
  return { repository: reference.slice(0, colon), tag: reference.slice(colon + 1) }
}

/** Values of the charts that a run installs beside Mimir. */
export function releasesOf(
  { images }: KindWhere,
  { unzoned, nodes }: Site,
): { s3: S3Values; observer: ObserverValues } {
  return {
    s3: { image: imageOf(images.s3), buckets: [STORE.bucket], env: GO_RUNTIME, resources: RESOURCES, ...unzoned },
    observer: {
      image: imageOf(images.prometheus),
      resources: RESOURCES,
      env: GO_RUNTIME,
      ...unzoned,
      ...(nodes && { nodePort: NODE_PORTS.prometheus }),
    },
  }
}

/** Values of Mimir's own chart for a topology. */
export function mimirRelease(topology: Topology, { images }: KindWhere, site: Site, run: RunPlace): MimirValues {
  const values = mimirValues(topology, {
    version: run.version,
    clusterLabel: run.id,
    image: imageOf(images.mimir),
    s3: STORE,
    env: GO_RUNTIME,
    resources: RESOURCES,
    storage: { size: '1Gi' },
    readinessProbe: { periodSeconds: 1 },
    ...(!site.zoned && { zoned: { nodeLabel: '' } }),
    unzoned: site.unzoned,
    gateway: {
      image: imageOf(images.nginx),
      resources: RESOURCES,
      replicas: 1,
      ...(site.nodes && { nodePort: NODE_PORTS.gateway }),
    },
  })
  const workloads = topology.workloads.map(w => [
    w.name,
    { ...values.workloads[w.name], resources: resourcesOf(w, site.zoned) },
  ])
  return { ...values, workloads: Object.fromEntries(workloads) }
}
