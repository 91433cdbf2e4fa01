import type { HistoryEvent } from '../../history/events.ts'
import type { RunInfo } from '../../history/run-info.ts'
import type { Operation as Answered, Stream } from '../../history/signal.ts'
import { plural } from '../text.ts'
import type { Operation } from './buckets.ts'

/** The operations of a tenant on a path, or of several tenants that share a row. Times are ms since the start of the scale. */
export interface Lane {
  path: string
  /** Names of the tenants; one, unless they share the row. */
  tenants: string[]
  label: string
  operations: Operation[]
  /** Of those that did not fail, how many a limit refused. */
  limited: number
  /** Why operations failed: status or error -> how often. */
  causes: Map<string, number>
}

/** The lanes of one path. */
export interface Lanes {
  path: string
  title: string
  lanes: Lane[]
}

/**
 * The lanes of every stream that shows its operations, in the order of the streams; a path without operations is left out.
 * @param start of the scale (ms)
 * @param most rows of a path
 */
export const lanesOf = (
  run: RunInfo,
  events: readonly HistoryEvent[],
  streams: readonly Stream[],
  start: number,
  most: number,
): Lanes[] =>
  streams
    .map(stream => ({
      path: stream.name,
      title: stream.title,
      lanes: atMost(ofStream(run, events, stream, start), most),
    }))
    .filter(({ lanes }) => lanes.length > 0)

function ofStream(run: RunInfo, events: readonly HistoryEvent[], stream: Stream, start: number): Lane[] {
  const lanes = run.tenants.map(
    (tenant): Lane => ({
      path: stream.name,
      tenants: [tenant],
      label: tenant,
      operations: [],
      limited: 0,
      causes: new Map(),
    }),
  )
  for (const event of events) {
    const seen = stream.operations?.(run, event)
    for (const operation of seen?.operations ?? []) add(lanes[seen!.tenant], operation, start)
  }
  return lanes.filter(lane => lane.operations.length > 0)
}

function add(lane: Lane | undefined, { due, end, ok, error, limited }: Answered, start: number): void {
  if (!lane) return
  lane.operations.push({ end: end - start, latency: end - due, ok })
  if (limited) lane.limited++
  if (ok) return
  // `503 no healthy upstream`: the status is enough to tell one cause from another.
  const cause = /^\d{3}(?= |$)/.exec(error)?.[0] ?? error.slice(0, 60)
  lane.causes.set(cause, (lane.causes.get(cause) ?? 0) + 1)
}

export const failuresOf = (lane: Lane): number => lane.operations.filter(o => !o.ok).length

/** All lanes in order; where there are too many, those that failed most have rows of their own and the rest share one. */
function atMost(lanes: Lane[], most: number): Lane[] {
  if (lanes.length <= most) return lanes
  const own = new Set([...lanes].sort((a, b) => failuresOf(b) - failuresOf(a)).slice(0, most - 1))
  const rest = lanes.filter(lane => !own.has(lane))
  const causes = new Map<string, number>()
  for (const [cause, n] of rest.flatMap(lane => [...lane.causes])) causes.set(cause, (causes.get(cause) ?? 0) + n)
  const shared: Lane = {
    path: rest[0]!.path,
    tenants: rest.flatMap(lane => lane.tenants),
    label: plural(rest.length, 'other tenant'),
    operations: rest.flatMap(lane => lane.operations),
    limited: rest.reduce((sum, lane) => sum + lane.limited, 0),
    causes,
  }
  return [...lanes.filter(lane => own.has(lane)), shared]
}
