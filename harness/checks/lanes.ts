import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { Operation, Stream } from '../history/signal.ts'

export type { Operation }

/** The operations of one tenant on one path, in the order in which they were due. */
export interface Lane {
  path: string
  tenant: number
  operations: Operation[]
}

/**
 * The lanes of a run on the paths that clients live on and that have operations, by path and tenant. What did not reach the cluster is none: a time in
 * which only such were made is one in which nobody looked.
 */
export function lanesOf(run: RunInfo, events: readonly HistoryEvent[], streams: readonly Stream[]): Lane[] {
  const timed = streams.filter(s => s.timed)
  const lanes = timed.map(({ name }) => run.tenants.map((_, tenant): Lane => ({ path: name, tenant, operations: [] })))
  for (const event of events) {
    for (const [i, stream] of timed.entries()) {
      const seen = stream.operations?.(run, event)
      if (seen) lanes[i]?.[seen.tenant]?.operations.push(...seen.operations)
    }
  }
  const all = lanes.flat().filter(l => l.operations.length > 0)
  for (const { operations } of all) operations.sort((a, b) => a.due - b.due)
  return all
}

/** A request as an operation that was due at a time of its own. */
export const operationOf = (
  { start, end, status, error, pod, unanswered }: Answered,
  due: number,
  ok: boolean,
  stripes?: readonly number[],
): Operation => ({
  due,
  start,
  end,
  ok,
  error: ok ? '' : [status, error].filter(part => part !== undefined).join(' ') || 'no answer',
  stripes,
  ...(!ok && pod !== undefined && { pod }),
  ...(!ok && unanswered && { unanswered }),
  ...(ok && status === LIMITED && { limited: true }),
})

/** Too Many Requests. */
const LIMITED = 429

interface Answered {
  start: number
  end: number
  status?: number | undefined
  error?: string | undefined
  pod?: string | undefined
  unanswered?: true | undefined
}

/** Latencies from due to end of the successful operations: milliseconds, ascending. */
export const latenciesOf = (operations: readonly Operation[]): number[] =>
  operations
    .filter(o => o.ok)
    .map(o => o.end - o.due)
    .sort((a, b) => a - b)

/** The error that occurs most often, and how often; undefined where nothing failed. */
export function commonError(operations: readonly Operation[]): { error: string; times: number } | undefined {
  const byError = Map.groupBy(
    operations.filter(o => !o.ok),
    o => o.error,
  )
  const [most] = [...byError].sort(([, a], [, b]) => b.length - a.length)
  return most && { error: most[0], times: most[1].length }
}
