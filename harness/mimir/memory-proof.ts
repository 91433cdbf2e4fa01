import type { Scene } from '../faults/fault.ts'
import { PROOF_DEADLINE } from '../faults/proof.ts'
import { DisprovedError } from '../util/errors.ts'
import { done, until } from '../util/until.ts'
import { metricsBy, metricsOf } from './metrics.ts'
import { oldestByTenant } from './tenants-page.ts'

/** What an ingester has in memory of one tenant. */
interface TenantMemory {
  tenant: string
  /** Series that it had at the observer's last look before the start. */
  before: number
  /** Series that it has taken up since the start, out of its log and from clients. */
  series: number
  /** Its oldest sample in memory, seconds since the epoch; 0 where it has none. */
  oldest: number
}

/** What an ingester has in memory after a start. */
export interface Memory {
  pod: string
  /** When its process began, seconds since the epoch. */
  started: number
  /** Logs of tenants in which it found a place that it could not read. */
  corruptions: number
  /** Of each tenant of which it had or has something. */
  tenants: readonly TenantMemory[]
}

/** Linux tells when a process began by a clock of whole seconds. */
const UNSURE = 1

const holdsOlder = ({ started }: Memory, { oldest }: TenantMemory): boolean => oldest > 0 && oldest < started - UNSURE

const clock = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 23)

const had = ({ tenant, before, series, oldest }: TenantMemory): string =>
  `${tenant}: ${oldest === 0 ? 'no sample' : `samples from ${clock(oldest)} on`}, ${series} series, ${before} before`

/** The first few, worst first. */
const some = (tenants: readonly TenantMemory[]): string =>
  tenants.slice(0, 3).map(had).join('; ') + (tenants.length > 3 ? '; ...' : '')

const startedAt = ({ pod, started }: Memory): string => `${pod}, started at ${clock(started)}`

/**
 * Of each tenant of which it had series it has samples that are older than its own start: only its log can have them. It also has taken up no fewer series
 * than it had. That alone says nothing, since clients fill them again within a second. Who had none before has nothing to remember. What a torn log lacks
 * is for `redundancy` to find, which asks for every sample.
 * @throws DisprovedError where it forgot them
 */
export function remembers(memory: Memory): string {
  const own = memory.tenants.filter(t => t.before > 0)
  if (own.length === 0) return `${memory.pod} had no series before its start`
  const forgotten = own.filter(t => !holdsOlder(memory, t) || t.series < t.before)
  if (forgotten.length > 0)
    throw new DisprovedError(
      `the log was not replayed of ${forgotten.length} of ${own.length} tenants: ${startedAt(memory)}, has of ${some(forgotten)}`,
    )
  // A kill in the middle of a write leaves the end of a log torn: nobody was acked for that record, and the replay mends it (Prometheus: tsdb, repair of a WAL).
  if (memory.corruptions > own.length)
    throw new DisprovedError(
      `the log could not be read whole: ${startedAt(memory)}, met ${memory.corruptions} corruptions in ${own.length} logs`,
    )
  const sum = (of: (t: TenantMemory) => number) => own.reduce((total, t) => total + of(t), 0)
  const youngest = own.reduce((latest, t) => Math.max(latest, t.oldest), 0)
  const torn = memory.corruptions > 0 ? `, with ${memory.corruptions} of its logs torn at a place` : ''
  return `${startedAt(memory)}, has of each of ${own.length} tenants samples from ${clock(youngest)} or before on, and ${sum(t => t.series)} series, ${sum(t => t.before)} before${torn}`
}

/** It has of no tenant a sample that is older than its own start. @throws DisprovedError where it has one */
export function forgot(memory: Memory): string {
  const kept = memory.tenants.filter(t => holdsOlder(memory, t))
  if (kept.length > 0)
    throw new DisprovedError(`it did not come back empty: ${startedAt(memory)}, has of ${some(kept)}`)
  const series = memory.tenants.reduce((sum, t) => sum + t.series, 0)
  return `it came back empty: ${startedAt(memory)}, has no older sample of ${memory.tenants.length} tenants, and ${series} series`
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

const CREATED = 'cortex_ingester_memory_series_created_total'
const REMOVED = 'cortex_ingester_memory_series_removed_total'
const CORRUPTIONS = 'cortex_ingester_tsdb_wal_corruptions_total'
const STARTED = 'process_start_time_seconds'

async function memoryOf({ cluster, observer }: Scene, pod: string): Promise<Memory> {
  const { url } = cluster.pod(pod)
  const now = await metricsOf(url, CORRUPTIONS, STARTED)
  const created = (await metricsBy(url, 'user', CREATED))(CREATED)
  const oldest = await oldestByTenant(url)
  const started = now(STARTED)
  const last = (counter: string) => `sum by (user) (last_over_time(${counter}{pod="${pod}"}[1d]))`
  const expr = `${last(CREATED)} - (${last(REMOVED)} or 0 * ${last(CREATED)})`
  const seen = await observer.query(expr, (started - UNSURE) * 1000)
  const before = new Map(seen.map(({ labels, value }) => [labels.user ?? '', value]))
  const tenants = [...new Set([...before.keys(), ...created.keys(), ...oldest.keys()])].sort()
  return {
    pod,
    started,
    corruptions: now(CORRUPTIONS),
    tenants: tenants.map(tenant => ({
      tenant,
      before: before.get(tenant) ?? 0,
      series: created.get(tenant) ?? 0,
      oldest: oldest.get(tenant) ?? 0,
    })),
  }
}
