import { stripesOf } from '../history/dataset.ts'
import { roleOf } from '../history/roles.ts'
import type { RunInfo } from '../history/run.ts'
import type { Lane } from './operations.ts'
import { type Instrument, type Window, windowsOf } from './windows.ts'

/** What can be said of a path and tenant: when it was down, and when nobody could tell. */
export interface Outlook {
  lane: Lane
  /** How long it may be without a success (ms). */
  allowed: number
  /** Windows of downtime. */
  down: Window[]
  /** Times at which the instrument saw badly, short and few enough to be told as the resolution. */
  blurred: Window[]
  /** Such times that leave a doubt: those longer than `allowed` and `budget.blur` together, or all of them when they are too many. */
  blind: Window[]
  /** The probes are too far apart to show a window of `allowed`, whatever else was seen. */
  sparse: boolean
}

/** Share of a path's time, for one tenant, that may be blurred; with more, what was seen says too little about the whole. */
const MOST_BLURRED = 0.05

export function outlookOf(run: RunInfo, lane: Lane, instrument: Instrument): Outlook {
  const allowed = allowedOn(run, lane)
  const windows = windowsOf(lane.operations, allowed, instrument)
  const unseen = windows.filter(w => w.cause === 'instrument')
  const tooMany = unseen.reduce((sum, w) => sum + lengthOf(w), 0) > MOST_BLURRED * lasted(lane)
  const isBlind = (w: Window) => tooMany || lengthOf(w) > allowed + run.budget.blur
  return {
    lane,
    allowed,
    down: windows.filter(w => w.cause === 'service'),
    blurred: unseen.filter(w => !isBlind(w)),
    blind: unseen.filter(isBlind),
    sparse: 2 * spacingOn(run, lane) > allowed,
  }
}

/** What a path may be without a success where neither the budget nor the spacing of its probes says it (ms). */
const usual: Partial<Record<Lane['path'], number>> = { alerts: 2000, archive: 5000 }

/**
 * How long a path may be without a success before that is downtime (ms): what the tenant's role or the budget says of it, else `unavailable`, but no less
 * than two probes are apart, as a shorter time could not be told from none. A budget of the path's own was chosen for the usual load, and a
 * load too rare for that is a defect of the scenario; where the user asked for a thinner one, it gives way.
 */
function allowedOn(run: RunInfo, lane: Lane): number {
  const { budget, dataset } = run
  const { path, tenant } = lane
  const own = roleOf(run, tenant)?.objectives[path] ?? budget.perPath[path] ?? usual[path]
  const apart = 2 * spacingOn(run, lane)
  return own === undefined || dataset.thinning ? Math.max(own ?? budget.unavailable, apart) : own
}

/** Milliseconds between two operations of a path and tenant. Writes come as often as the tenant has stripes. */
export function spacingOn({ dataset, spacing }: RunInfo, { path, tenant }: Pick<Lane, 'path' | 'tenant'>): number {
  const most = spacing[path] ?? 0
  return path === 'writes' ? Math.min(most, dataset.interval / stripesOf(dataset, tenant).length) : most
}

export const lengthOf = ({ from, to }: Pick<Window, 'from' | 'to'>): number => to - from

/** From when the first operation was due until the last one ended (ms). */
const lasted = ({ operations }: Lane): number =>
  operations.length === 0 ? 0 : operations.reduce((last, o) => Math.max(last, o.end), 0) - operations[0]!.due
