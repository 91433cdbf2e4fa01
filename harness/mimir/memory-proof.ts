import type { Scene } from '../faults/fault.ts'
import { PROOF_DEADLINE } from '../faults/proof.ts'
import { DisprovedError } from '../util/errors.ts'
import { done, until } from '../util/until.ts'
import { metricsOf } from './metrics.ts'

/** What an ingester has in memory after a start. Times are seconds since the epoch. */
export interface Memory {
  pod: string
  /** Series that it had at the observer's last look before the start. */
  before: number
  series: number
  /** When its process began. */
  started: number
  /** Its oldest sample; 0 where it has none. */
  oldest: number
}

/** Linux tells when a process began by a clock of whole seconds. */
const UNSURE = 1

const holdsOlder = ({ oldest, started }: Memory): boolean => oldest > 0 && oldest < started - UNSURE

const clock = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 23)

const said = (memory: Memory): string => {
  const { pod, series, started, oldest } = memory
  const since = oldest === 0 ? 'no sample' : `samples from ${clock(oldest)} on`
  return `${pod}, started at ${clock(started)}, has ${since}, ${series} series in memory`
}

/**
 * It has samples that are older than its own start: only its log can have them. How many series it has says nothing, since clients fill them again within a
 * second. One that had none before has nothing to remember.
 * @throws DisprovedError where it forgot them
 */
export function remembers(memory: Memory): string {
  if (memory.before === 0) return `${memory.pod} had no series before its start`
  if (holdsOlder(memory)) return said(memory)
  throw new DisprovedError(`the log was not replayed: ${said(memory)}, and had ${memory.before} series before`)
}

/** It has no sample that is older than its own start. @throws DisprovedError where it has one */
export function forgot(memory: Memory): string {
  if (holdsOlder(memory)) throw new DisprovedError(`it did not come back empty: ${said(memory)}`)
  return `it came back empty: ${said(memory)}`
}

/** What is true of the memory of each ingester among these pods, which have just become ready. */
export async function memoryProof(
  scene: Scene,
  pods: readonly string[],
  prove: (memory: Memory) => string,
): Promise<string> {
  const ingesters = pods.filter(pod => scene.cluster.pod(pod).components.includes('ingester'))
  const memories = await Promise.all(
    ingesters.map(pod =>
      until(async () => done(await memoryOf(scene, pod)), {
        for: `the metrics of ${pod}`,
        deadline: scene.observer.patience(PROOF_DEADLINE),
        signal: scene.signal,
      }),
    ),
  )
  return ingesters.length === 0 ? 'no ingester among them' : memories.map(prove).join(', ')
}

async function memoryOf({ cluster, observer }: Scene, pod: string): Promise<Memory> {
  const series = 'cortex_ingester_memory_series'
  const oldest = 'cortex_ingester_tsdb_head_min_timestamp_seconds'
  const started = 'process_start_time_seconds'
  const now = await metricsOf(cluster.pod(pod).url, series, oldest, started)
  const before = await observer.query(`last_over_time(${series}{pod="${pod}"}[1d])`, (now(started) - UNSURE) * 1000)
  return {
    pod,
    before: before.reduce((sum, { value }) => sum + value, 0),
    series: now(series),
    started: now(started),
    oldest: now(oldest),
  }
}
