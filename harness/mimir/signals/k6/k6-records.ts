import { z } from 'zod'

/** What k6 did on one path. */
const K6Path = z.object({
  /** Requests that reached the cluster, and those of them without a 2xx answer. */
  requests: z.number().int(),
  failed: z.number().int(),
  /** Requests that did not reach the cluster. */
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

declare module '../../../history/events.ts' {
  interface EventTypes {
    k6: K6Event
  }
}
