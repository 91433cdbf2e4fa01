import { succeeded } from '../../history/roles.ts'
import type { RunInfo } from '../../history/run.ts'
import { plural } from '../text.ts'
import type { Operation } from './buckets.ts'
import type { Recorded } from './recorded.ts'

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

/** Paths in the order of the report, with the lanes of each; a path without operations is left out. */
export function lanesOf(run: RunInfo, events: Recorded, start: number, most: number): [path: string, lanes: Lane[]][] {
  const lanes = new Map<string, Lane>()
  const laneOf = (path: string, tenant: number): Lane => {
    const known = lanes.get(`${path} ${tenant}`)
    if (known) return known
    const name = run.dataset.tenants[tenant] ?? `tenant ${tenant}`
    const lane: Lane = { path, tenants: [name], label: name, operations: [], limited: 0, causes: new Map() }
    lanes.set(`${path} ${tenant}`, lane)
    return lane
  }
  for (const e of events.write) {
    // A request that carries several ticks served each at its end, though each was due at a time of its own.
    for (let tick = e.ticks[0]; tick <= e.ticks[1]; tick++) {
      const due = e.due + (tick - e.ticks[0]) * run.dataset.interval
      add(laneOf('writes', e.tenant), e, due, succeeded(run, e), start)
    }
  }
  for (const e of events.read) add(laneOf(e.path, e.tenant), e, e.due, succeeded(run, e), start)
  const paths = ['writes', 'instant', 'range', 'labels', 'rules', 'cross', 'final', 'store']
  const byPath = Map.groupBy(lanes.values(), lane => lane.path)
  return paths.flatMap((path): [string, Lane[]][] => {
    const own = byPath.get(path)
    if (!own) return []
    const rank = (lane: Lane) => run.dataset.tenants.indexOf(lane.tenants[0]!)
    return [
      [
        path,
        atMost(
          own.sort((a, b) => rank(a) - rank(b)),
          most,
        ),
      ],
    ]
  })
}

interface Answered {
  outcome: string
  end: number
  status?: number | undefined
  error?: string | undefined
}

function add(lane: Lane, { outcome, end, status, error }: Answered, due: number, ok: boolean, start: number): void {
  lane.operations.push({ end: end - start, latency: end - due, ok })
  if (ok && outcome === 'limited') lane.limited++
  if (ok) return
  const cause = status === undefined ? (error?.slice(0, 60) ?? 'no answer') : String(status)
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
