import type { Cluster } from '../cluster/cluster.ts'
import type { Observer } from '../observer/observer.ts'

/** What a fault may touch and ask. */
export interface Scene {
  cluster: Cluster
  observer: Observer
  /** What the subject can prove of its pods. */
  proofs: Proofs
  /**
   * Says what a background client is to send from now on.
   * @param load the name of its signal. @param what in the client's own words; undefined: nothing
   * @throws UsageError where the run has no such client, or it always does the same
   */
  turn(load: string, what: string | undefined): Promise<void>
  signal: AbortSignal
}

/**
 * What a subject can prove of its pods, beside what holds for every pod. Each only looks, and returns a sentence with what it saw.
 * @throws DeadlineError when that was never seen
 */
export interface Proofs {
  /** The pods outside count these as lost. */
  lost(scene: Scene, pods: readonly string[]): Promise<string>
  /** They count them as members again. */
  joined(scene: Scene, pods: readonly string[]): Promise<string>
  /** Pods that were started again have what they held before. */
  restored(scene: Scene, pods: readonly string[]): Promise<string>
  /** Pods that were started again have nothing of what they held before. */
  emptied(scene: Scene, pods: readonly string[]): Promise<string>
}

/**
 * Something bad that is done to a cluster on purpose. The two proofs only look; they return a sentence with what they saw, and throw a
 * DeadlineError when they never saw it. A fault without proof of effect is not a fault.
 */
export interface Fault {
  /** `kill-pod`, `partition-zone` */
  readonly kind: string
  /**
   * What not every run has: `partition` is pods with networks of their own, `nodes` is machines that may be stopped and reached into. A run
   * without it is refused before it begins.
   */
  readonly requires?: 'partition' | 'nodes'
  /** What it is aimed at by name, so that it can be told before the start whether that is there. */
  readonly targets?: { readonly pods?: readonly string[]; readonly zones?: readonly string[] }
  /** The pods it hits, by name. */
  pods(cluster: Cluster): string[]
  inject(scene: Scene): Promise<void>
  /** Proof that it took effect. */
  effect(scene: Scene): Promise<string>
  recover(scene: Scene): Promise<void>
  /** Proof that everything it hit is back. */
  recovered(scene: Scene): Promise<string>
}
