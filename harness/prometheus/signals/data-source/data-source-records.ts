import { z } from 'zod'
import { response } from '../../../history/response.ts'

/** Milliseconds between two queries. */
export const SPACING = 200

/** A query of the data source. */
export const DataSourceEvent = z.object({
  type: z.literal('data-source'),
  /** Where it is at that moment: `vm`. */
  side: z.string(),
  ...response,
  /** Series in the answer. */
  series: z.number().int(),
  ok: z.boolean(),
})
export type DataSourceEvent = z.infer<typeof DataSourceEvent>

declare module '../../../history/events.ts' {
  interface EventTypes {
    'data-source': DataSourceEvent
  }
}
