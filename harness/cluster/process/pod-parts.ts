import type { PodSpec } from '../../fleet/fleet.ts'
import type { Recorder } from '../../history/recorder.ts'
import type { PodAddress } from '../cluster.ts'
import type { BusyLoops } from './busy-loops.ts'
import type { PodDied } from './pod-died.ts'
import type { Launch } from './pod-process.ts'

/** What a pod is started with. */
export interface Launched extends Pick<Launch, 'argv' | 'env'> {
  /** To be called once its process has ended. @returns why the kernel has ended it; undefined where it did not */
  over(): Promise<string | undefined>
}

/** What a pod of the process provider is made of, and whom it tells. */
export interface PodParts {
  spec: PodSpec
  address: PodAddress
  /** The pod's volume: a folder that outlives its process. */
  volume: string
  log: string
  recorder: Recorder
  /** The command line and environment as the fleet wants it now, on a volume that is there. */
  launch(spec: PodSpec): Promise<Launched>
  /** Told whenever it has become ready. */
  onReady(): void
  /** The name by which the running step may lose it, if it may. */
  allowedBy(): string | undefined
  /** Told when it ended and nobody had asked for it; why, where it may not. */
  onDeath(death: PodDied | undefined): void
  /** Further processes that count as the pod's, by its name. */
  busy?: BusyLoops
}
