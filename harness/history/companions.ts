import { z } from 'zod'
import { answered } from './answered.ts'

/** What companions record. */

/** What the companion `alerts` has set up, once all of it was seen to work. */
export const AlertingEvent = z.object({
  type: z.literal('alerting'),
  at: z.number(),
  /** An index into the data set's tenants. */
  tenant: z.number().int(),
  /** Names of two alerts that always fire; the second is silenced. */
  firing: z.string(),
  silenced: z.string(),
  /** repeat_interval and group_interval of the route (ms). */
  repeat: z.number(),
  group: z.number(),
  /** Whether notifications have a way to the harness. */
  notified: z.boolean(),
})
export type AlertingEvent = z.infer<typeof AlertingEvent>

/** absent: not there, or resolved. */
export const AlertState = z.enum(['active', 'suppressed', 'absent'])
export type AlertState = z.infer<typeof AlertState>

/** One look at silences and alerts through the gateway, by Alertmanager's API. */
export const AlertsEvent = z.object({
  type: z.literal('alerts'),
  ...answered,
  outcome: z.enum(['ok', 'failed']),
  /** Where the answers could be read: whether the silence is active, and how the firing and the silenced alert are. */
  silence: z.boolean().optional(),
  firing: AlertState.optional(),
  silenced: AlertState.optional(),
})
export type AlertsEvent = z.infer<typeof AlertsEvent>

/** A notification that the webhook receiver got. */
export const NotificationEvent = z.object({
  type: z.literal('notification'),
  at: z.number(),
  status: z.enum(['firing', 'resolved']),
  /** Names of the alerts in it. */
  alerts: z.array(z.string()),
})
export type NotificationEvent = z.infer<typeof NotificationEvent>

/** Samples that are not as they should be: how many, and the first few. Timestamps in ms. */
const Odd = z.object({
  samples: z.number().int(),
  first: z.array(
    z.object({
      labels: z.string(),
      timestamp: z.number(),
      /** What the observer has, and what Mimir has. */
      expected: z.string().optional(),
      got: z.string().optional(),
    }),
  ),
})
export type Odd = z.infer<typeof Odd>

/** The companion `witness`: what the observer wrote to Mimir and what Mimir gave back, sample for sample, in `from < timestamp <= to`. */
export const WitnessEvent = z.object({
  type: z.literal('witness'),
  at: z.number(),
  tenant: z.string(),
  from: z.number(),
  to: z.number(),
  /** The observer's own samples and series that were compared. */
  samples: z.number().int(),
  series: z.number().int(),
  missing: Odd,
  different: Odd,
  /** Mimir has them and the observer does not. */
  extra: Odd,
  /** The observer's own count of samples, from its start to the end: sent at all, given up before or after sending, and sent again. */
  queue: z.object({ sent: z.number(), dropped: z.number(), failed: z.number(), retried: z.number() }).optional(),
  /** Why the comparison did not come to its end. */
  broke: z.string().optional(),
})
export type WitnessEvent = z.infer<typeof WitnessEvent>

/** A read of one chunk of old data, which only blocks hold. */
export const ArchiveEvent = z.object({
  type: z.literal('archive'),
  chunk: z.number().int(),
  ...answered,
  expected: z.number().int(),
  /** Right samples in the answer, and others: another value, another time, or twice. */
  found: z.number().int(),
  wrong: z.number().int(),
})
export type ArchiveEvent = z.infer<typeof ArchiveEvent>

/** What k6 did on one path. */
const K6Path = z.object({
  /** Requests that reached the cluster, and those of them without a 2xx answer. */
  requests: z.number().int(),
  failed: z.number().int(),
  /** Requests that the harness's own way into the cluster lost. */
  unreached: z.number().int(),
  /** Iterations that could not begin when they were due: k6 had no client free. */
  dropped: z.number().int(),
  /** Requests per second, over the whole of k6's run. */
  rate: z.number(),
  /** From sending to the last byte of the answer, of the requests that did not fail (ms). */
  latency: z.object({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() }).optional(),
})
export type K6Path = z.infer<typeof K6Path>

/** k6's own summary of its load, at its end. */
export const K6Event = z.object({
  type: z.literal('k6'),
  from: z.number(),
  to: z.number(),
  /** Iterations per second that were wanted, of writes and of queries. */
  wanted: z.number(),
  writes: K6Path,
  queries: K6Path,
  /** When the first of its checks did not hold; each request has one. */
  failedAt: z.number().optional(),
  /** Every check of its scripts, by name. */
  checks: z.array(z.object({ check: z.string(), passed: z.number().int(), failed: z.number().int() })),
})
export type K6Event = z.infer<typeof K6Event>
