import type { Dataset } from './dataset-schema.ts'

export type { Dataset }

export const METRIC = 'gauntlet_sample'

/** The identity of one sample. */
export interface SampleId {
  tenant: number
  series: number
  tick: number
}

export const shardOf = (d: Dataset, series: number): number => series % d.shards

/** Series indices of a shard, ascending. */
export function seriesOfShard(d: Dataset, shard: number): number[] {
  const all: number[] = []
  for (let s = shard; s < d.series; s += d.shards) all.push(s)
  return all
}

/** Timestamp (ms) of a tick of a shard. */
export const timeOf = (d: Dataset, shard: number, tick: number): number =>
  d.epoch + tick * d.interval + Math.floor((shard * d.interval) / d.shards)

/** The tick of a shard at exactly this timestamp, or undefined where no sample belongs. */
export function tickAt(d: Dataset, shard: number, timestamp: number): number | undefined {
  const tick = (timestamp - timeOf(d, shard, 0)) / d.interval
  return Number.isInteger(tick) && tick >= 0 ? tick : undefined
}

const TICKS = 2 ** 32

/** value = f(tenant, series, tick): distinct for every sample of a run, never 0, below 2^53 and so exact as a float64. */
export const sampleValue = (id: SampleId): number => ((id.tenant + 1) * 32_768 + id.series) * TICKS + id.tick

/** The sample a value belongs to, or undefined when no sample of any data set has it. */
export function sampleOf(value: number): SampleId | undefined {
  if (!Number.isSafeInteger(value) || value < 32_768 * TICKS) return undefined
  const high = Math.floor(value / TICKS)
  const tenant = Math.floor(high / 32_768) - 1
  return tenant < 63 ? { tenant, series: high % 32_768, tick: value % TICKS } : undefined
}

/** Labels of a series, sorted by name as remote write demands. The tenant is a label: one read can prove a breach of isolation. */
export const labelsOf = (d: Dataset, tenant: number, series: number): [name: string, value: string][] => [
  ['__name__', METRIC],
  ['series', String(series)],
  ['shard', String(shardOf(d, series))],
  ['tenant', d.tenants[tenant]!],
]

/** How many times fewer writes and probes a light load makes. */
export const thinningOf = (amount: 'full' | 'light'): number => (amount === 'light' ? 5 : 1)
