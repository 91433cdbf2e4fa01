import type { AlertsEvent } from '../history/companions.ts'
import type { HistoryEvent, ReadEvent, WriteEvent } from '../history/events.ts'
import type { PathName } from '../history/path-names.ts'
import { succeeded } from '../history/roles.ts'
import type { RunInfo } from '../history/run.ts'

/** The paths on which clients live; their operations are made at a fixed spacing, so a gap between successes is downtime. */
export const probed = ['writes', 'instant', 'range', 'labels', 'rules'] as const satisfies PathName[]

/** One tick that had to be written, or one read. */
export interface Operation {
  /** When it should have begun; latency counts from here. */
  due: number
  start: number
  end: number
  ok: boolean
  /** What went wrong; empty where nothing did. */
  error: string
  /** Which stripe of the series it was for, where it was for one. */
  stripe?: number | undefined
}

/** The operations of one tenant on one path, in the order in which they were due. */
export interface Lane {
  path: PathName
  tenant: number
  operations: Operation[]
}

/**
 * All lanes of a run that have operations, by path and tenant. What did not reach the cluster is none: a time in which only such were made is
 * one in which nobody looked.
 */
export function lanesOf(run: RunInfo, events: readonly HistoryEvent[]): Lane[] {
  const lanes = probed.flatMap(path => run.dataset.tenants.map((_, tenant): Lane => ({ path, tenant, operations: [] })))
  const byName = new Map(lanes.map(lane => [`${lane.path} ${lane.tenant}`, lane.operations]))
  const laneOf = (path: string, tenant: number) => byName.get(`${path} ${tenant}`)
  for (const event of events) {
    if ((event.type === 'write' || event.type === 'read') && event.way === 'broken') continue
    if (event.type === 'write') laneOf('writes', event.tenant)?.push(...ticksOf(run, event))
    if (event.type === 'read')
      laneOf(event.path, event.tenant)?.push(operation(event, event.due, succeeded(run, event)))
  }
  for (const { operations } of lanes) operations.sort((a, b) => a.due - b.due)
  return lanes.filter(l => l.operations.length > 0)
}

/** A request that carries several ticks served each of them at its end, though each was due at a time of its own. */
const ticksOf = (run: RunInfo, write: WriteEvent): Operation[] =>
  Array.from({ length: write.ticks[1] - write.ticks[0] + 1 }, (_, k) =>
    operation(write, write.due + k * run.dataset.interval, succeeded(run, write)),
  )

export const operation = (event: WriteEvent | ReadEvent | AlertsEvent, due: number, ok: boolean): Operation => ({
  due,
  start: event.start,
  end: event.end,
  ok,
  error: ok ? '' : [event.status, event.error].filter(part => part !== undefined).join(' ') || 'no answer',
  stripe: 'shard' in event ? event.shard : undefined,
})

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
