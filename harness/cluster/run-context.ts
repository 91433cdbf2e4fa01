import type { Program } from '../fleet/fleet.ts'
import type { Recorder } from '../history/recorder.ts'
import type { Protocol } from './gateway/protocol.ts'

/** What every provider needs to know of a run. */
export interface RunContext {
  id: string
  /** Its name, where it is not the main place of the run. */
  place?: string
  /** What the subject's pods run, unless a fleet says otherwise: on processes a binary, on Kubernetes an image. */
  program: Program
  protocol: Protocol
  /** Decides every random choice of the run. */
  seed: number
  /** The run's folder: configs as started, a log per pod. */
  folder: string
  /** Folder for what must not outlive the run. */
  scratch: string
  recorder: Recorder
  onProgress(text: string): void
  signal: AbortSignal
}
