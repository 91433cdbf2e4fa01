import type { Recorder } from '../history/recorder.ts'
import type { Version } from '../topology/versions.ts'

/** What every provider needs to know of a run. */
export interface RunPlace {
  id: string
  version: Version
  /** The run's folder: configs as started, a log per pod. */
  folder: string
  /** Folder for what must not outlive the run. */
  scratch: string
  recorder: Recorder
  onProgress(text: string): void
  signal: AbortSignal
}
