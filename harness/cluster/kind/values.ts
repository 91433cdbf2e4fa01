import type {
  EnvValue,
  Fleet,
  Mount,
  PodTemplate,
  PreStop,
  Probe,
  Route,
  Update,
  User,
  Workload,
} from '../../fleet/fleet.ts'
import { UsageError } from '../../util/errors.ts'
import type { RemoteWriteEntry } from '../remote-write.ts'
import { asQuantities, RESOURCES, type Resources, requestsOf } from './requests.ts'

/** An image as charts/observer and charts/s3 name it. */
export interface Image {
  repository: string
  tag: string
}

/** Where pods may run: labels a node must have, and taints they put up with. */
export interface Placement {
  nodeSelector?: Readonly<Record<string, string>>
  tolerations?: readonly Readonly<Record<string, string>>[]
}

/** One entry of `workloads` in charts/fleet. */
interface WorkloadValues {
  kind: Workload['kind']
  replicas: number
  zone?: string
  update: Update
  template: {
    components: readonly string[]
    image: string
    args: readonly string[]
    env: Readonly<Record<string, EnvValue>>
    files: readonly string[]
    ports: Readonly<Record<string, number>>
    readiness: PodTemplate['readiness']
    startup?: ProbeValues
    liveness?: ProbeValues
    preStop: readonly PreStop[]
    gracePeriodSeconds: number
    restarts?: number
    resources: Resources
    runAs?: User
    storage: string
    mounts?: Readonly<Record<string, Mount>>
  }
}

/** A probe in whole seconds, as Kubernetes has them. */
interface ProbeValues {
  path: string
  port: string
  initialDelaySeconds: number
  periodSeconds: number
  timeoutSeconds: number
  failureThreshold: number
}

/** Values of charts/fleet. */
export interface FleetValues {
  name: string
  files: Fleet['files']
  workloads: Readonly<Record<string, WorkloadValues>>
  routes: Readonly<Record<string, Route>>
  zoned: { nodeLabel: string }
  unzoned: Placement
  resources: Resources
  readinessProbe: { periodSeconds: number }
  gateway: { image: string; nodePort?: number }
}

/** Where a fleet is installed. */
export interface FleetPlace {
  /** nginx */
  gateway: FleetValues['gateway']
  unzoned: Placement
  /** Whether zones are labels of nodes. */
  zoned: boolean
}

/** The values that make charts/fleet install a fleet. */
export const fleetValues = (fleet: Fleet, { gateway, unzoned, zoned }: FleetPlace): FleetValues => ({
  name: fleet.name,
  files: fleet.files,
  workloads: Object.fromEntries(fleet.workloads.map(w => [w.name, workloadValues(w, zoned)])),
  routes: fleet.routes,
  zoned: { nodeLabel: zoned ? 'topology.kubernetes.io/zone' : '' },
  unzoned,
  resources: RESOURCES,
  readinessProbe: { periodSeconds: 1 },
  gateway,
})

function workloadValues(workload: Workload, zoned: boolean): WorkloadValues {
  const { kind, replicas, zone, update, template } = workload
  const { program, gracePeriod, volume, requests, limits, restartPolicy, startup, liveness, ...same } = template
  if (restartPolicy === 'never') {
    throw new UsageError(
      `workload ${workload.name} is never to be restarted, and Kubernetes restarts all that is not a Job`,
      "give it restartPolicy 'always' or 'never if possible', or run on processes (--provider process)",
    )
  }
  return {
    kind,
    replicas,
    ...(zone !== undefined && { zone }),
    update,
    template: {
      ...same,
      image: imageOf(program),
      ...(startup && { startup: probeValues(startup) }),
      ...(liveness && { liveness: probeValues(liveness) }),
      gracePeriodSeconds: seconds(gracePeriod),
      resources: {
        ...(requests ? { requests: asQuantities(requests) } : requestsOf(workload, zoned)),
        ...(limits && { limits: asQuantities(limits) }),
      },
      storage: String(volume.size),
    },
  }
}

const probeValues = ({ path, port, initialDelay, period, timeout, failureThreshold }: Probe): ProbeValues => ({
  path,
  port,
  initialDelaySeconds: seconds(initialDelay),
  periodSeconds: seconds(period),
  timeoutSeconds: seconds(timeout),
  failureThreshold,
})

const seconds = (milliseconds: number): number => Math.ceil(milliseconds / 1000)

function imageOf({ name, at }: PodTemplate['program']): string {
  if ('image' in at) return at.image
  throw new Error(`${name} is a file of this machine (${at.binary}), and pods run on Kubernetes`)
}

/** Values of charts/observer. */
export interface ObserverValues extends Placement {
  /** Which pods it scrapes, as a selector of labels. */
  target?: { selector: string }
  image?: Image
  nodePort?: number
  resources?: Resources
  env?: Readonly<Record<string, string>>
  /** What it also writes to, as Prometheus' `remote_write` has it. */
  remoteWrite?: readonly RemoteWriteEntry[]
}

/** Values of charts/s3. */
export interface S3Values extends Placement {
  image?: Image
  buckets: readonly string[]
  resources?: Resources
  env?: Readonly<Record<string, string>>
}
