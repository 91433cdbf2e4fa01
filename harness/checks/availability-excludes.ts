import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { Stream } from '../history/signal.ts'
import type { Exclusion } from '../history/verdict.ts'
import { instrumentsOf } from './disturbances.ts'
import { fewest, longerThan, rareIn } from './excludes.ts'
import { type Lane, lanesOf } from './lanes.ts'
import { lengthOf, type PathAvailability, pathAvailabilityOf } from './path-availability.ts'
import { phasesOf } from './phases.ts'
import { judgedStripes } from './slow-streams.ts'
import { greatest } from './statistics.ts'

/** What availability excludes where it is valid: on each path gaps, failures, and slow stripes. The worst tenant decides. */
export function availabilityExcludes(
  run: RunInfo,
  events: readonly HistoryEvent[],
  streams: readonly Stream[],
): Exclusion[] {
  const lanes = lanesOf(run, events, streams)
  const phases = phasesOf(run, events)
  const instruments = instrumentsOf(run, lanes, events)
  const byPath = Map.groupBy(lanes, lane => lane.path)
  return [...byPath].flatMap(([path, own]) => {
    const instrument = instruments(path)
    const seen = own.map(lane => pathAvailabilityOf(run, phases, lane, instrument))
    return [...gapsExcluded(path, seen), ...failuresExcluded(path, own), ...slowExcluded(path, seen)]
  })
}

/**
 * A time without service is seen for certain where it is longer than what is allowed, and than what may pass between two operations besides: one that
 * begins right behind an operation is felt by the next. What could not be measured is not excluded.
 */
export function gapsExcluded(path: string, seen: readonly PathAvailability[]): Exclusion[] {
  const besides = ({ lane }: PathAvailability) => longestApart(lane)
  const unmeasured = greatest(
    seen.flatMap(it => [...it.uncertain, ...it.untold, ...it.unobserved]),
    lengthOf,
  )
  const steady = greatest(seen, it => it.stretches[0]!.objective.longestGap + besides(it))
  const all = seen.flatMap(it =>
    it.stretches.map(({ phase, objective }) => ({ phase, ms: objective.longestGap + besides(it) })),
  )
  const loosest = all.reduce((a, b) => (b.ms > a.ms ? b : a))
  return [
    ...longerThan('gaps', Math.max(steady, unmeasured), path),
    ...(loosest.ms > steady ? longerThan('gaps', Math.max(loosest.ms, unmeasured), `${path} in ${loosest.phase}`) : []),
  ]
}

/** The longest time from when an operation was due until the next one was (ms). */
export const longestApart = ({ operations }: Lane): number =>
  Math.max(
    0,
    greatest([...operations.keys()].slice(1), i => operations[i]!.due - operations[i - 1]!.due),
  )

/** Of the tenant of which the fewest were seen. Where a phase lets some fail, and some did, no share is excluded. */
function failuresExcluded(path: string, lanes: readonly Lane[]): Exclusion[] {
  if (lanes.some(lane => lane.operations.some(o => !o.ok))) return []
  const least = fewest(lanes.map(lane => [path, lane.operations.length]))
  return least ? rareIn('failed operations of a tenant', least[1], path) : []
}

/** A stripe of which too little was asked has no median, and so none that is judged. */
function slowExcluded(path: string, seen: readonly PathAvailability[]): Exclusion[] {
  const stripes = seen.map(({ lane, stretches }) => judgedStripes(lane, stretches))
  const [judged, all] = [stripes.reduce((sum, s) => sum + s.judged, 0), stripes.reduce((sum, s) => sum + s.all, 0)]
  if (judged === 0) return []
  const latency = greatest(seen, ({ stretches }) => stretches[0]!.objective.latency)
  return longerThan('slow stripes', latency, judged < all ? `${path}, ${judged} of ${all} of them` : path)
}
