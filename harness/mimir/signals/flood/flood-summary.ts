import { z } from 'zod'
import type { FloodEvent } from './flood-records.ts'

/** k6 leaves out a counter that never counted. */
const Counter = z.object({ values: z.object({ count: z.number() }) }).optional()

const Summary = z.object({ metrics: z.record(z.string(), z.unknown()) })

/** Counters of the script, as it names them, and k6's own. */
const counters = {
  taken: 'taken',
  limited: 'limited',
  failed: 'failed',
  unreached: 'unreached',
  dropped: 'dropped_iterations',
} as const

type Counts = Pick<FloodEvent, keyof typeof counters>

/**
 * Reads the summary that the script leaves.
 * @throws SyntaxError or ZodError when it is none
 */
export function readFloodSummary(json: string): Counts {
  const { metrics } = Summary.parse(JSON.parse(json))
  const counts = Object.entries(counters).map(([name, metric]) => [
    name,
    Counter.parse(metrics[metric])?.values.count ?? 0,
  ])
  return Object.fromEntries(counts) as Counts
}
