import { z } from 'zod'
import { response } from '../../../history/response.ts'

/** A read of one chunk of old data, which only blocks hold. */
export const ArchiveEvent = z.object({
  type: z.literal('archive'),
  chunk: z.number().int(),
  /** The tenant that asked for its chunk, where it is the second one. */
  other: z.string().optional(),
  ...response,
  expected: z.number().int(),
  /** Right samples in the answer, and others: another value, another time, or twice. */
  found: z.number().int(),
  wrong: z.number().int(),
  /** Of the wrong ones, those that are labelled as another tenant's. */
  foreign: z.number().int().optional(),
})
export type ArchiveEvent = z.infer<typeof ArchiveEvent>

declare module '../../../history/events.ts' {
  interface EventTypes {
    archive: ArchiveEvent
  }
}
