import { z } from 'zod'
import { ReadEvent } from '../reads/reads-records.ts'

/** What one zone alone answered when it was asked for samples. */
export const ZoneReadEvent = ReadEvent.omit({ type: true, path: true, asks: true }).extend({
  type: z.literal('zone-read'),
  zone: z.string(),
})
export type ZoneReadEvent = z.infer<typeof ZoneReadEvent>

/** A zone that was asked alone, or could not be. */
export const ZoneEvent = z.object({
  type: z.literal('zone'),
  zone: z.string(),
  from: z.number(),
  to: z.number(),
  /** The pods that answered, as the reader's ring had them. */
  pods: z.array(z.string()),
  /** Milliseconds for which pods keep what they took, by its timestamp. */
  keeps: z.number(),
  /** Why what it answered says nothing. */
  error: z.string().optional(),
})
export type ZoneEvent = z.infer<typeof ZoneEvent>

/** No zone was asked alone, and why. */
export const ZonesNotAskedEvent = z.object({ type: z.literal('zones-not-asked'), at: z.number(), why: z.string() })
type ZonesNotAskedEvent = z.infer<typeof ZonesNotAskedEvent>

declare module '../../../history/events.ts' {
  interface EventTypes {
    'zone-read': ZoneReadEvent
    zone: ZoneEvent
    'zones-not-asked': ZonesNotAskedEvent
  }
}
