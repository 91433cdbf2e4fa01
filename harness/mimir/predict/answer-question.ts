import { type Pool, querierPool, ringPool } from './pool.ts'
import { type PoolPrediction, predictionOf } from './prediction.ts'
import type { Question } from './question.ts'
import type { KnownRing } from './ring-source.ts'

/** All that is answered; `--json` prints it. */
export interface Prediction {
  ring: string
  size: number
  to: number | undefined
  /** Seconds. */
  lookback: number
  pools: PoolPrediction[]
  /** What the answer rests on, and what was left out. */
  notes: string[]
}

/** @param queriers their ids; undefined leaves them out */
export function answer(question: Question, ring: KnownRing, queriers: readonly string[] | undefined): Prediction {
  const pools: Pool[] = [ringPool(ring, question.lookback)]
  if (queriers) pools.push(querierPool(queriers))
  return {
    ring: question.ring,
    size: question.size,
    to: question.to,
    lookback: question.lookback,
    pools: pools.map(pool => predictionOf(pool, question)),
    notes: notes(ring, queriers),
  }
}

function notes({ members }: KnownRing, queriers: readonly string[] | undefined): string[] {
  const stale = members.filter(m => m.state === 'UNHEALTHY').map(m => m.id)
  const readOnly = members.filter(m => m.readOnly).map(m => m.id)
  const zoned = members.some(m => m.zone !== '')
  return [
    ...(zoned ? ['Members have zones, so each zone is taken to have its own part of every shard.'] : []),
    ...(stale.length > 0 ? [`UNHEALTHY, and still in shards: ${stale.join(', ')}.`] : []),
    ...(readOnly.length > 0 ? [`Read-only, and in no shard for writes: ${readOnly.join(', ')}.`] : []),
    ...(queriers ? [] : ['Queriers are left out: no ring knows them. Name them with --queriers.']),
  ]
}
