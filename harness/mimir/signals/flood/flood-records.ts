import { z } from 'zod'

/** What the tenant floods with. */
export const FloodKind = z.enum(['writes', 'cardinality', 'queries', 'rules'])
export type FloodKind = z.infer<typeof FloodKind>

/** One flood, as its client saw it. */
export const FloodEvent = z.object({
  type: z.literal('flood'),
  kind: FloodKind,
  from: z.number(),
  to: z.number(),
  /** Requests a second that were wanted. */
  wanted: z.number(),
  /** Requests by what became of them: 2xx; 429; other answers and none. */
  taken: z.number().int(),
  limited: z.number().int(),
  failed: z.number().int(),
  /** Requests that did not reach the cluster, and those that could not begin when they were due. */
  unreached: z.number().int(),
  dropped: z.number().int(),
})
export type FloodEvent = z.infer<typeof FloodEvent>

declare module '../../../history/events.ts' {
  interface EventTypes {
    flood: FloodEvent
  }
}
