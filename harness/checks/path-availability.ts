import type { RunInfo } from '../history/run-info.ts'
import type { Lane } from './lanes.ts'
import { allowedBetween, type Phase, type Stretch, stretchesOf } from './phases.ts'
import { type Instrument, type Window, windowsOf } from './windows.ts'

/** What can be said of a path and tenant: when it was down, and when nobody could tell. */
export interface PathAvailability {
  lane: Lane
  /** Its objectives, moment by moment. */
  stretches: Stretch[]
  /** When programs waited for a CPU and this path may have felt it. */
  pressure: Instrument['pressure']
  /** Windows of downtime. */
  down: Window[]
  /** Gaps longer than the objective that CPU pressure on this host explains: the measurement uncertainty. */
  uncertain: Window[]
  /** Times longer than the objective in which nobody looked. */
  unobserved: Window[]
  /** How much of the lane's time these are together, where that, or one of them, is too much for a verdict. */
  doubt: { ms: number; of: number } | undefined
  /** The probes are too far apart to show a gap of the objective's length, whatever else was seen. */
  underSampled: boolean
}

/** Share of a stream's time that may be uncertain or unobserved; with more, what was seen says too little about the whole. */
const MOST_UNCERTAIN = 0.05
/** Milliseconds by which one time that nobody observed may exceed its objective, however long the run. */
const MOST_UNOBSERVED = 2000

export function pathAvailabilityOf(
  run: RunInfo,
  phases: readonly Phase[],
  lane: Lane,
  instrument: Instrument,
): PathAvailability {
  const stretches = stretchesOf(run, phases, lane.path, lane.tenant)
  const windows = windowsOf(lane.operations, (from, to) => allowedBetween(stretches, from, to), instrument)
  const [uncertain, unobserved] = (['pressure', 'unobserved'] as const).map(cause =>
    windows.filter(w => w.cause === cause),
  ) as [Window[], Window[]]
  const ms = [...uncertain, ...unobserved].reduce((sum, w) => sum + lengthOf(w), 0)
  const of = lasted(lane)
  const tooLong = unobserved.some(w => lengthOf(w) > w.allowed + MOST_UNOBSERVED)
  return {
    lane,
    stretches,
    pressure: instrument.pressure,
    down: windows.filter(w => w.cause === 'service'),
    uncertain,
    unobserved,
    doubt: ms > MOST_UNCERTAIN * of || tooLong ? { ms, of } : undefined,
    underSampled: stretches.some(s => 2 * spacingOn(run, lane) > s.objective.longestGap),
  }
}

/** Milliseconds between two operations of a path and tenant. */
export const spacingOn = (
  { tenants, spacing, tenantSpacing }: RunInfo,
  { path, tenant }: Pick<Lane, 'path' | 'tenant'>,
): number => tenantSpacing[tenants[tenant]!]?.[path] ?? spacing[path] ?? 0

export const lengthOf = ({ from, to }: Pick<Window, 'from' | 'to'>): number => to - from

/** From when the first operation was due until the last one ended (ms). */
const lasted = ({ operations }: Lane): number =>
  operations.length === 0 ? 0 : operations.reduce((last, o) => Math.max(last, o.end), 0) - operations[0]!.due
