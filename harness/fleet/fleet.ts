/**
 * What should run, as plain data: concrete pods, the files they read, and who serves which requests. It knows no product: a subject compiles what it
 * has to say to a fleet, and a cluster makes a fleet true, as processes or on Kubernetes. Both act on the same `diff`.
 */
export interface Fleet {
  /** What the whole is called: metrics of a pod have the label `job="<name>/<workload>"`. */
  name: string
  workloads: readonly Workload[]
  /** By name; pod templates say which of them they get. */
  files: Readonly<Record<string, File>>
  /** Who answers what through the gateway, by the route's name. */
  routes: Readonly<Record<string, Route>>
}

/** A file that pods read. */
interface File {
  content: string
  /** Running pods read it again and again, so a change of it restarts none. */
  reloaded: boolean
}

/** Requests that the same workloads answer. */
export interface Route {
  /** Paths of requests; one with a slash at its end stands for everything below it. Of several that match, the longest wins. */
  paths: readonly string[]
  /** Names of workloads. Without any, requests are answered by 502. */
  workloads: readonly string[]
}

/** Pods of one kind, named `<name>-<ordinal>`. */
export interface Workload {
  /** Unique in the fleet; a Kubernetes name of at most 52 characters. */
  name: string
  /** StatefulSet: pods keep their name, address and volume. Deployment: a pod that is replaced has a successor with another name and an empty volume. */
  kind: 'StatefulSet' | 'Deployment'
  replicas: number
  /** A failure domain: a node of Kubernetes, or all processes of that zone. */
  zone?: string
  update: Update
  template: PodTemplate
}

/**
 * How changed pods are restarted.
 * - `rolling` is the controller's own way. A Deployment starts `maxSurge` successors and stops as many once those are ready; it has none missing. A
 *   StatefulSet stops `maxUnavailable` pods, from the highest ordinal down, and has no surge.
 * - `turns` is the operator's (updateStrategy OnDelete): all pods of the workload at once; workloads with the same turn together, lower turns first.
 */
export type Update =
  | { by: 'rolling'; maxSurge: number; maxUnavailable: 0 }
  | { by: 'rolling'; maxSurge: 0; maxUnavailable: number }
  | { by: 'turns'; turn: number }

/** What a pod is. Any change of it restarts the pods of its workload. */
export interface PodTemplate {
  /** What it runs, in the subject's words, for targets of faults and the report: the modules of a pod. */
  components: readonly string[]
  program: Program
  /** `$(NAME)` stands for a variable of `env`. */
  args: readonly string[]
  env: Readonly<Record<string, EnvValue>>
  /** Names of files of the fleet. */
  files: readonly string[]
  /** By name, the port where every pod has an address of its own. Where all pods share one, each gets other ports, and reads them from its environment. */
  ports: Readonly<Record<string, number>>
  /** Answered by 2xx, on port `http`, once the pod may get requests. */
  readiness: HttpProbe
  /** Asked first, until it succeeds once; no other probe is asked before. Where it fails so often the container is started again. Default: none. */
  startup?: Probe
  /** Asked from then on. Where it fails so often the container is stopped, within its grace period, and started again. Default: none. */
  liveness?: Probe
  /** What is done before SIGTERM, in order. */
  preStop: readonly PreStop[]
  /** Milliseconds between SIGTERM and SIGKILL. */
  gracePeriod: number
  /** What it asks of a node of Kubernetes. Default: as little as lets all pods of a run fit. Processes share the machine and ask for nothing. */
  requests?: Requests
  /** What it may use at most. Beyond its memory it ends; what wants more CPU time than its limit waits. Default: what the machine has. */
  limits?: Partial<Requests>
  /** Whom its program runs as, and who its volume belongs to. Default: whom the place has. */
  runAs?: User
  /**
   * What happens when its program ends by itself: nothing, or it is started again, at once and then after 10 s, 20 s, up to 5 minutes. Kubernetes knows
   * no other way for these workloads than `always`; there `never if possible` is that, and elsewhere it is `never`.
   */
  restartPolicy: RestartPolicy
  /** How often its pods were restarted though nothing else of the template changed (`kubectl rollout restart`). Default 0. */
  restarts?: number
  /** Where it keeps what is to outlive its process; with a StatefulSet also the pod. */
  volume: Volume
  /** By name, folders of the volume that the pod has at paths of their own. Default: the whole volume, in one place. */
  mounts?: Readonly<Record<string, Mount>>
}

export type RestartPolicy = 'never' | 'never if possible' | 'always'

/** The program of a pod: a file of this machine, or the entry point of an image. `version` tells two of the same name apart. */
export interface Program {
  name: string
  version: string
  at: { binary: string } | { image: string }
}

/** A variable's value: a text, or what is known of a pod only where it runs. */
export type EnvValue =
  | string
  /** Its name, its IP address, the namespace (empty without Kubernetes). */
  | { of: 'name' | 'address' | 'namespace' }
  /** The number of a port. */
  | { of: 'port'; port: string }
  /** Folder of its volume; where that has mounts, of the mount of this name. */
  | { of: 'volume'; mount?: string }
  /** Folder of what all pods share (processes only). */
  | { of: 'shared' }
  /** Path of a file. */
  | { of: 'file'; file: string }
  /** `host:port` of the first pod of the nth workload that has pods, from 0 and counted round, whether it runs yet or not (processes only). */
  | { of: 'peer'; nth: number; port: string }
  /** One value of a Secret (Kubernetes only). */
  | { of: 'secret'; secret: string; key: string }

interface HttpProbe {
  path: string
}

/** A request that the kubelet repeats. It succeeds by an answer of 200 to 399 in time. Kubernetes knows whole seconds, so there times are rounded up. */
export interface Probe extends HttpProbe {
  /** A port, by its name. */
  port: string
  /** Milliseconds from the start of the container, or from the success of `startup`, to the first request. */
  initialDelay: number
  /** Milliseconds from one request to the next. */
  period: number
  /** Milliseconds after which no answer is a failure. */
  timeout: number
  /** So many failures in a row are too many. */
  failureThreshold: number
}

/** A request to the pod's port `http`, or so many seconds in which it goes on serving. */
export type PreStop = { method: 'GET' | 'POST'; path: string } | { sleep: number }

/** Cores and bytes. */
export interface Requests {
  cpu: number
  memory: number
}

/** Numbers, as the kernel has them. */
export interface User {
  user: number
  group: number
}

/** A folder of a volume, and where containers find it; processes find it in the volume. */
export interface Mount {
  /** `/var/lib/wal` */
  path: string
  /** Below the volume: `wal`. It is made where it is not there. */
  subPath: string
}

/** Bytes that a StatefulSet's claim asks for. */
interface Volume {
  size: number
}

/** One pod that a fleet wants. */
export interface PodSpec {
  /** `store-zone-a-0` */
  name: string
  workload: Workload
  ordinal: number
}
