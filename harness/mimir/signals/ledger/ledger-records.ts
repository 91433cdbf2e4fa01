import { z } from 'zod'
import { Ticks } from '../../../history/events.ts'
import { response } from '../../../history/response.ts'
import { Dataset } from './dataset-schema.ts'

/**
 * acked: 2xx. refused: 400, as it had to be: a sample that came too late, and so the answer says. rejected: any other 4xx but 429, possibly stored in part.
 * limited: 429, stored or not. unknown: 5xx, timeout, reset: stored or not.
 */
export const WriteOutcome = z.enum(['acked', 'refused', 'rejected', 'limited', 'unknown'])
export type WriteOutcome = z.infer<typeof WriteOutcome>

/** One remote-write request: all series of a stripe, for consecutive ticks. */
export const WriteEvent = z.object({
  type: z.literal('write'),
  tenant: z.number().int(),
  stripe: z.number().int(),
  ticks: Ticks,
  /** `due` is when the first tick should have been sent. */
  ...response,
  outcome: WriteOutcome,
})
export type WriteEvent = z.infer<typeof WriteEvent>

/** What a run says of its ledger, in run.json. */
export const ledgerFields = {
  dataset: Dataset,
  /** Acked samples that a run must have for its verdict to mean anything. */
  ackedSamples: z.number().default(1000),
  /** Every acked sample was to be read from blocks alone, too. */
  storeRead: z.boolean().default(false),
}

declare module '../../../history/events.ts' {
  interface EventTypes {
    write: WriteEvent
  }
}

declare module '../../../history/run-info.ts' {
  interface RunInfo {
    dataset: Dataset
    ackedSamples: number
    storeRead: boolean
  }
}
