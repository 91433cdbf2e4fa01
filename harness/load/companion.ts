import type { Cluster } from '../cluster/cluster.ts'
import type { Recorder } from '../history/recorder.ts'
import type { RunInfo } from '../history/run.ts'
import type { Observer } from '../observer/observer.ts'

/** What a companion may use. */
export interface CompanionContext {
  readonly run: RunInfo
  readonly cluster: Cluster
  readonly observer: Observer
  readonly recorder: Recorder
  /** The run's folder: what is written here stays. */
  readonly folder: string
  /** Gone when the run is. */
  readonly scratch: string
  readonly signal: AbortSignal
  /** The binaries that companions asked for with `needs`, by tool. */
  readonly programs: Readonly<Record<string, string>>
  /** Iterations per second of k6's queries, and as many of its writes. */
  readonly k6Rate: number
  /** 0 to 1, from the seed. */
  readonly random: () => number
}

/**
 * Something that works beside the ledger and the probers of a scenario that names it: another client, another witness. It records what it sees,
 * and a check of its own judges that.
 */
export interface Companion {
  /** `k6`, `archive`: steps and findings call it so. */
  readonly name: string
  /** Tools that it runs, found before anything starts. */
  readonly needs?: readonly 'k6'[]
  /** Sets up what must be there before the load begins. */
  prepare?(context: CompanionContext): Promise<void>
  /** Begins, when the load has begun. */
  start(context: CompanionContext): Promise<RunningCompanion>
}

export interface RunningCompanion {
  /** Ends it: whatever it had in hand is finished, and recorded, when this returns. */
  stop(): Promise<void>
}
