import { type Lane, latenciesOf, type Operation } from './lanes.ts'
import { type Stretch, stretchAt } from './phases.ts'
import { nearestRank } from './statistics.ts'

/** A stripe of a tenant's series on one path, half of whose operations of a phase took longer than allowed. */
export interface SlowStream {
  lane: Lane
  stripe: number
  /** Milliseconds from due to end that half of its operations took at least, and that were allowed in that phase. */
  median: number
  allowed: number
  phase: string
  operations: number
  /** Those that took longer than allowed. */
  late: Operation[]
  /** Others were served promptly beside it. A machine that has too little CPU is slow for all of them. */
  alone: boolean
  from: number
  to: number
}

/** Fewer operations than this have no median worth the name. */
const ENOUGH = 5

/**
 * Stripes that are slow for a whole phase. Between successes of a whole tenant other stripes fill the gaps, so that one of ten could take as long
 * as it likes: the slowest one must hold the objective's latency, by its median in each phase, and in all the time outside of them. From half of
 * its operations on a slow stripe is seen.
 */
export function slowStreams(lane: Lane, stretches: readonly Stretch[]): SlowStream[] {
  return [...operationsByStripe(lane)].flatMap(([stripe, operations]) => {
    const byPhase = Map.groupBy(operations, o => stretchAt(stretches, o.due).phase)
    return [...byPhase].flatMap(([phase, own]): SlowStream[] => {
      const latencies = latenciesOf(own)
      if (latencies.length < ENOUGH) return []
      const median = nearestRank(latencies, 50)
      const allowed = stretchAt(stretches, own[0]!.due).objective.latency
      const [from, to] = [own[0]!.due, own.at(-1)!.end]
      if (median <= allowed) return []
      const late = own.filter(o => o.ok && o.end - o.due > allowed)
      const alone = isAlone(latencies, othersIn(lane, stripe, stretches, phase))
      return [{ lane, stripe, median, allowed, phase, operations: latencies.length, late, alone, from, to }]
    })
  })
}

/** How many times longer than three quarters of the others half of its own must have taken, and of how many: fewer may be late by chance. */
const FAR = 3
const MANY = 15

function isAlone(own: readonly number[], others: readonly number[]): boolean {
  return own.length >= MANY && others.length >= MANY && nearestRank(own, 50) > FAR * nearestRank(others, 75)
}

/** Latencies of all other stripes in a phase. */
const othersIn = ({ operations }: Lane, stripe: number, stretches: readonly Stretch[], phase: string): number[] =>
  latenciesOf(operations.filter(o => !o.stripes?.includes(stripe) && stretchAt(stretches, o.due).phase === phase))

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
