import { z } from 'zod'
import { MOST_SERIES, MOST_TENANTS } from '../../../load/bounds.ts'

/** How much of a tenant's data there is, and in how many requests it comes. */
const TenantLoad = z.object({
  series: z.number().int().min(1).max(MOST_SERIES),
  /** Requests a tick, each with a stripe of the series. */
  stripes: z.number().int().min(1),
})
export type TenantLoad = z.infer<typeof TenantLoad>

/** What is written beside float gauges by remote write 1.0. Each has a metric of its own name. */
export const KindName = z.enum([
  'integer_histogram',
  'float_histogram',
  'custom_buckets',
  'float_v2',
  'counter',
  'churn',
  'stale_marker',
  'late',
  'too_late',
])
export type KindName = z.infer<typeof KindName>

/**
 * What the ledger writes, as a formula. A sample's identity (tenant, series, tick) gives its timestamp and its value,
 * so the truth about a million samples needs no memory, and a value read back tells whose it is.
 *
 * Series `i` of a tenant belongs to stripe `i % stripes`. Each stripe is one remote-write request per tick. Stripes are spread evenly over the tick, and
 * tenants over the time between two stripes. So with 10 stripes and 1 s ticks a tenant sends 10 requests a second, while each series has one sample a second.
 */
export const Dataset = TenantLoad.extend({
  /** Tenant names, in order: the index is part of every value. `series` and `stripes` are what each of them has. */
  tenants: z.array(z.string()).min(1).max(MOST_TENANTS),
  /** What tenants have, by name, whose role says otherwise. */
  own: z.record(z.string(), TenantLoad).optional(),
  /**
   * The other kinds of samples that tenants have, by name. The nth is one more stripe behind those of floats, and one more series behind theirs, with a sample each
   * interval.
   */
  kinds: z.record(z.string(), z.array(KindName)).optional(),
  /** Milliseconds between two samples of a series. */
  interval: z.number().int().min(1),
  /** Timestamp of tick 0 of the first tenant's stripe 0, in milliseconds since the Unix epoch. */
  epoch: z.number().int(),
  /** Decides at which moment of its interval each request is sent. Left out: at its begin. */
  seed: z.number().int().optional(),
  /** Probes are made so many times more rarely than usual, for machines that can not carry more; the resolution is coarser by that. */
  probeIntervalFactor: z.number().int().min(1).optional(),
})
export type Dataset = z.infer<typeof Dataset>
