import type { Component, Family, Topology, Zone } from '../topology/types.ts'
import type { Started } from './settings.ts'

/** Where a pod can be reached from the harness. */
export interface PodAddress {
  host: string
  http: number
  grpc: number
  gossip: number
}

/** One running (or stopped) Mimir instance, in either provider. */
export interface Pod {
  readonly name: string
  readonly workload: string
  /** The modules it runs. */
  readonly components: readonly Component[]
  readonly zone: Zone | undefined
  readonly address: PodAddress
  readonly state: 'running' | 'paused' | 'stopped' | 'died'
  /** `http://<host>:<http>` */
  readonly url: string
}

/** What a fault does to pods. Every call returns when the deed is done; whether it took effect is for the fault to prove. */
export interface PodControl {
  /** SIGKILL. The volume stays. */
  kill(pod: string): Promise<void>
  /** Starts a killed or stopped pod again, with the same identity, address and volume. Returns when it is started, not ready. */
  start(pod: string): Promise<void>
  /** Takes everything that lives in these zones away at once, as a power cut would. Volumes stay. */
  stopZones(zones: readonly Zone[]): Promise<void>
  /** Gives the zones back what they had. Returns when their pods are started, not ready. */
  startZones(zones: readonly Zone[]): Promise<void>
  /** SIGSTOP and SIGCONT. */
  pause(pod: string): Promise<void>
  resume(pod: string): Promise<void>
  /** The kernel's word on the process: running, stopped (paused) or gone. */
  processState(pod: string): Promise<'running' | 'paused' | 'gone'>
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

/** A running topology. */
export interface Cluster extends AsyncDisposable {
  readonly provider: 'process' | 'kind'
  readonly topology: Topology
  readonly control: PodControl
  pods(): readonly Pod[]
  pod(name: string): Pod
  /**
   * Base URL of a real Prometheus that scrapes every pod once a second and follows what the cluster does. It labels what it scrapes with
   * `pod`, `job`, `component` and `zone`, so that the PromQL of Mimir's documents works as written. It is there once a topology is.
   */
  readonly prometheus: string
  /** The one address that clients use: `http://127.0.0.1:8080`. */
  readonly gateway: string
  /** Where a server of the harness can be reached by pods, e.g. to be notified (port 0: any); undefined where they can not reach the harness. */
  readonly receiver: { readonly host: string; readonly port: number } | undefined
  /**
   * Makes the observer's Prometheus also write these metrics to Mimir, as this tenant and through the cluster's gateway. Returns when it has
   * taken that up; where it has to start anew for that, what it had scraped is gone.
   */
  remoteWrite(tenant: string, metrics: readonly string[]): Promise<void>
  /**
   * Adds, removes, rolls and re-configures pods until the topology is true and all are ready.
   * @param signal no further pod is changed once it fires; this throws its reason then.
   */
  apply(topology: Topology, signal?: AbortSignal): Promise<void>
  /** The last log lines of a pod. */
  logs(pod: string, lines?: number): Promise<string[]>
  /** Plants a defect in the gateway, for controls. */
  plant(defect: Defect | undefined): Promise<void>
  /** Rejects when a pod died that should not have, or the gateway did; never resolves. */
  readonly death: Promise<never>
  /** How the pods were started: enough to say later which of Mimir's settings they had. Undefined where no binary can be asked. */
  started(): Started | undefined
}

/** A deliberate lie of the gateway. Each shows up in the history every time it fires. */
export type Defect<Tenant extends string = string> =
  /** Answers 200 to every `every`-th push without passing it on. */
  | { kind: 'drop-push'; every: number }
  /** Reads of tenant `of` get the answer of tenant `from`. */
  | { kind: 'swap-tenant'; of: Tenant; from: Tenant }
  /** Adds 1 to the sample values in the answers of tenant `of`. */
  | { kind: 'change-value'; of: Tenant }
  /** Holds all requests of a family for `ms`, once. */
  | { kind: 'stall'; family: Family; ms: number }
  /** Refuses (502) all requests of a family. */
  | { kind: 'refuse'; family: Family }
