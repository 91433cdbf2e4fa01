import { type Lane, latenciesOf, type Operation } from './lanes.ts'
import { type Stretch, stretchAt } from './phases.ts'
import { nearestRank } from './statistics.ts'
import type { Instrument } from './windows.ts'

/** A stripe of a tenant's series on one path, half of whose operations of a phase took longer than allowed. */
export interface SlowStream {
  lane: Lane
  stripe: number
  /** Milliseconds from due to end that half of its operations took at least, and that were allowed in that phase. */
  median: number
  allowed: number
  phase: string
  operations: number
  from: number
  to: number
  /** Without the time in which programs waited for a CPU it is not slow: nobody can tell whose doing it is. */
  explained: boolean
}

/** Fewer operations than this have no median worth the name. */
const ENOUGH = 5

/**
 * Stripes that are slow for a whole phase. Between successes of a whole tenant other stripes fill the gaps, so that one of ten could take as long
 * as it likes: the slowest one must hold the objective's latency, by its median in each phase, and in all the time outside of them. From half of
 * its operations on a slow stripe is seen.
 * @param pressure when programs waited for a CPU
 */
export function slowStreams(lane: Lane, stretches: readonly Stretch[], pressure: Instrument['pressure']): SlowStream[] {
  return [...operationsByStripe(lane)].flatMap(([stripe, operations]) => {
    const byPhase = Map.groupBy(operations, o => stretchAt(stretches, o.due).phase)
    return [...byPhase].flatMap(([phase, own]): SlowStream[] => {
      const latencies = latenciesOf(own)
      if (latencies.length < ENOUGH) return []
      const median = nearestRank(latencies, 50)
      const allowed = stretchAt(stretches, own[0]!.due).objective.latency
      const [from, to] = [own[0]!.due, own.at(-1)!.end]
      if (median <= allowed) return []
      const explained = nearestRank(latenciesWithout(pressure, own), 50) <= allowed
      return [{ lane, stripe, median, allowed, phase, operations: latencies.length, from, to, explained }]
    })
  })
}

/** What each operation that succeeded took, without the time of it in which programs waited for a CPU; in ascending order. */
const latenciesWithout = (pressure: Instrument['pressure'], operations: readonly Operation[]): number[] =>
  operations
    .filter(o => o.ok)
    .map(({ due, end }) => {
      const waited = pressure.map(({ from, to, ms }) => {
        const overlap = Math.min(end, to) - Math.max(due, from)
        return overlap <= 0 ? 0 : (ms * overlap) / (to - from)
      })
      return end - due - waited.reduce((sum, ms) => sum + ms, 0)
    })
    .sort((a, b) => a - b)

/** How many stripes of a lane there are, and of how many there was enough outside of all phases to judge them. */
export function judgedStripes(lane: Lane, stretches: readonly Stretch[]): { judged: number; all: number } {
  const stripes = [...operationsByStripe(lane).values()]
  const steady = stretches[0]!.phase
  const enough = (own: readonly Operation[]) =>
    own.filter(o => o.ok && stretchAt(stretches, o.due).phase === steady).length >= ENOUGH
  return { judged: stripes.filter(enough).length, all: stripes.length }
}

function operationsByStripe(lane: Lane): Map<number, Operation[]> {
  const stripes = new Map<number, Operation[]>()
  for (const operation of lane.operations) {
    for (const stripe of operation.stripes ?? []) {
      const known = stripes.get(stripe)
      if (known) known.push(operation)
      else stripes.set(stripe, [operation])
    }
  }
  return stripes
}
