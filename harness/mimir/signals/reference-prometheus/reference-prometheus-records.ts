import { z } from 'zod'

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

/** What the observer wrote to Mimir and what Mimir gave back, sample for sample, in `from < timestamp <= to`. */
export const ReferencePrometheusEvent = z.object({
  type: z.literal('reference-prometheus'),
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
export type ReferencePrometheusEvent = z.infer<typeof ReferencePrometheusEvent>

declare module '../../../history/events.ts' {
  interface EventTypes {
    'reference-prometheus': ReferencePrometheusEvent
  }
}
