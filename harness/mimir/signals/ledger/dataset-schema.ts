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
