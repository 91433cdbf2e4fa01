import type { Fleet } from '../fleet/fleet.ts'
import type { Surroundings } from '../fleet/surroundings.ts'
import type { RemoteWrite } from './remote-write.ts'

/** Where a pod can be reached from the harness: its host, and its ports by name. */
export interface PodAddress {
  host: string
  ports: Readonly<Record<string, number>>
}

/** One running (or stopped) pod, in either provider. */
export interface Pod {
  readonly name: string
  readonly workload: string
  /** What it runs, in the subject's words. */
  readonly components: readonly string[]
  readonly zone: string | undefined
  readonly address: PodAddress
  readonly state: 'running' | 'paused' | 'stopped' | 'died'
  /** What tells one start of it from the next: a process id, or the UID that Kubernetes gives with the number of restarts. Undefined where there is none. */
  readonly instance: string | undefined
  /** Further processes that count as its own. */
  readonly processes?: readonly number[]
  /** `http://<host>:<http>` */
  readonly url: string
}

/** What a fault does to pods. Every call returns when the deed is done; whether it took effect is for the fault to prove. */
export interface FaultInjector {
  /** SIGKILL. The volume stays. */
  kill(pod: string): Promise<void>
  /** Starts a killed or stopped pod again, with the same identity, address and volume. Returns when it is started, not ready. */
  start(pod: string): Promise<void>
  /** Takes everything that lives in these zones away at once, as a power cut would. Volumes stay. */
  stopZones(zones: readonly string[]): Promise<void>
  /** Gives the zones back what they had. Returns when their pods are started, not ready. */
  startZones(zones: readonly string[]): Promise<void>
  /** SIGSTOP and SIGCONT. */
  pause(pod: string): Promise<void>
  resume(pod: string): Promise<void>
  /** The kernel's word on the process: running, stopped (paused) or gone. */
  processState(pod: string): Promise<'running' | 'paused' | 'gone'>
  /**
   * Has these pods keep the CPUs busy, each with so many loops, as if their program span. Returns after so many milliseconds, when they have stopped.
   * @throws UsageError where pods are no processes of this machine
   */
  burn(pods: readonly string[], loops: number, ms: number): Promise<void>
  /** Cuts these pods off from all others (not from each other), in both directions. */
  partition(pods: readonly string[]): Promise<void>
  heal(): Promise<void>
  /** All volumes, in the order of their names, and whether a pod that is wanted has it. */
  volumes(): Promise<{ pod: string; inUse: boolean }[]>
  /** Deletes the volume of a pod that is stopped, or that is gone for good. */
  deleteVolume(pod: string): Promise<void>
  /** Bytes on the pod's volume; 0 when there is none. */
  volumeSize(pod: string): Promise<number>
}

/** How the pods of a cluster were started, for whoever wants to ask their program about it. */
export interface Commands {
  /** The program, a file of this machine. */
  binary: string
  /** Arguments and environment, once for each command line. */
  pods: readonly { args: readonly string[]; env: Readonly<Record<string, string>> }[]
}

/** A running fleet. */
export interface Cluster extends AsyncDisposable {
  readonly provider: 'process' | 'kind'
  /** What a fleet for this cluster is made with. */
  readonly surroundings: Surroundings
  /** What should run now. */
  readonly fleet: Fleet
  readonly injector: FaultInjector
  /** Milliseconds until every pod has a file that was written anew, at most. When a pod reads it is its program's. */
  readonly filesWithin: number
  /** Has files that were written anew put in place now, in every pod, and not only within `filesWithin`. */
  putFiles(): Promise<void>
  pods(): readonly Pod[]
  pod(name: string): Pod
  /**
   * Base URL of a real Prometheus that scrapes every pod once a second and follows what the cluster does. It labels what it scrapes with
   * `pod`, `job`, `component` and `zone`, so that the PromQL of documents works as written. It is there once a fleet is.
   */
  readonly prometheus: string
  /** The one address that clients use: `http://127.0.0.1:8080`. */
  readonly gateway: string
  /** Where a server of the harness can be reached by pods, e.g. to be notified (port 0: any); undefined where they can not reach the harness. */
  readonly receiver: { readonly host: string; readonly port: number } | undefined
  /**
   * Makes the observer's Prometheus also write to the cluster's gateway. Returns when it has taken that up; where it has to start anew for that, what it
   * had scraped is gone.
   */
  remoteWrite(to: RemoteWrite): Promise<void>
  /**
   * Adds, removes, rolls and re-configures pods until the fleet is true and all are ready.
   * @param signal no further pod is changed once it fires; this throws its reason then.
   */
  apply(fleet: Fleet, signal?: AbortSignal): Promise<void>
  /**
   * Restarts one pod, by the name it has now, and returns when it, or in a Deployment its successor, is ready. It is stopped as in a roll: with what is
   * done before a stop, and a grace period.
   */
  restart(pod: string, signal?: AbortSignal): Promise<void>
  /** The folder of a pod's volume on this machine, whether the pod is there or not; undefined where volumes are elsewhere. */
  volumeFolder(pod: string): string | undefined
  /** The last log lines of a pod. */
  logs(pod: string, lines?: number): Promise<string[]>
  /** Plants a defect in the gateway, for controls. */
  injectDefect(defect: Defect | undefined): Promise<void>
  /** Rejects when a pod died that should not have, or the gateway did; never resolves. */
  readonly death: Promise<never>
  /**
   * From now on these pods may die, and no others; what happens to them after that is for their restart policy. Returns when every death until now
   * is known.
   */
  mayDie(pods: readonly string[]): Promise<void>
  /** Undefined where the program is in an image alone. */
  commands(): Commands | undefined
}

/** A deliberate defect of the gateway. Each shows up in the history every time it fires. */
export type Defect<Tenant extends string = string> =
  /** Answers 200 to every `every`-th push without passing it on. */
  | { kind: 'drop-push'; every: number }
  /** The same for one push in `oneIn`, by chance. */
  | { kind: 'drop-push-by-chance'; oneIn: number }
  /** Requests of tenant `of` on a route (default: reads) get the answer of tenant `from`. */
  | { kind: 'swap-tenant'; of: Tenant; from: Tenant; route?: string }
  /** Adds 1 to the sample values in the answers of tenant `of`. */
  | { kind: 'change-value'; of: Tenant }
  /** Holds all requests of some routes, once, each for so many milliseconds. */
  | { kind: 'stall'; ms: Readonly<Record<string, number>> }
  /** Delays every write of one stripe by `ms`. */
  | { kind: 'slow-stripe'; stripe: number; ms: number }
  /** Refuses (502) all requests of a route. */
  | { kind: 'refuse'; route: string }
