import { z } from 'zod'

/**
 * What the ledger writes, as a formula. A sample's identity (tenant, series, tick) gives its timestamp and its value,
 * so the truth about a million samples needs no memory, and a value read back tells whose it is.
 *
 * Series `i` of a tenant belongs to shard `i % shards`. Each shard is one remote-write request per tick; shards are spread evenly
 * over the tick, so with 10 shards and 1 s ticks a tenant sends 10 requests a second while each series has one sample a second.
 */
export const Dataset = z.object({
  /** Tenant names, in order: the index is part of every value. At most 63. */
  tenants: z.array(z.string()).min(1).max(63),
  /** Series per tenant. At most 32,768. */
  series: z.number().int().min(1).max(32_768),
  /** Requests a tick per tenant. */
  shards: z.number().int().min(1),
  /** Milliseconds between two samples of a series; divisible by `shards`. */
  interval: z.number().int().min(1),
  /** Timestamp of tick 0 of shard 0, in milliseconds since the Unix epoch. */
  epoch: z.number().int(),
  /** Probes are made so many times more rarely than usual, for machines that can not carry more; the resolution is coarser by that. */
  thinning: z.number().int().min(1).optional(),
})
export type Dataset = z.infer<typeof Dataset>

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
