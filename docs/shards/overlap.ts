import { chanceOfHits } from '../../harness/mimir/shards/chances.ts'
import { randomMembers } from '../../harness/mimir/shards/random-members.ts'
import { ShardRing } from '../../harness/mimir/shards/shard-ring.ts'

/** Rings of one kind, and how many pairs of tenants are looked at. */
export interface OverlapPlan {
  /** 0: without zones. */
  zones: number
  perZone: number
  size: number
  rings: number
  /** On each ring; no tenant is in two. */
  pairs: number
}

/** How many instances two tenants share: by the place in each list. */
export interface Overlap {
  /** The chance where instances are chosen evenly. */
  formula: number[]
  /** How many pairs of those that were looked at. */
  seen: number[]
  /** Of the share that was seen, the interval that has the true one with 95 % confidence. */
  interval: [low: number, high: number][]
}

/** Draws shards of pairs of tenants on rings of random tokens, and counts what they share. */
export function measureOverlap({ zones, perZone, size, rings, pairs }: OverlapPlan): Overlap {
  const each = zones === 0 ? size : Math.ceil(size / zones)
  const formula = overlapChances(Math.max(1, zones), perZone, each)
  const seen = formula.map(() => 0)
  for (let seed = 1; seed <= rings; seed++) {
    const ring = new ShardRing(randomMembers({ zones, perZone, seed }))
    for (let pair = 0; pair < pairs; pair++) {
      const [a, b] = [ring.shard(`tenant-${seed}-${pair}-a`, size), ring.shard(`tenant-${seed}-${pair}-b`, size)]
      seen[a.filter(i => b.includes(i)).length]!++
    }
  }
  return { formula, seen, interval: seen.map(times => wilson(times, rings * pairs)) }
}

/** The chances to share 0, 1, 2, … instances, with so many chosen evenly in each zone. */
export function overlapChances(zones: number, perZone: number, each: number): number[] {
  let all = [1]
  for (let zone = 0; zone < zones; zone++) {
    const next = Array.from({ length: all.length + each }, () => 0)
    for (const [before, chance] of all.entries()) {
      for (let hit = 0; hit <= each; hit++) next[before + hit]! += chance * chanceOfHits(perZone, each, each, hit)
    }
    all = next
  }
  return all
}

const Z = 1.96

/** Wilson's interval of a share, at 95 %: it holds for rare events too. */
export function wilson(times: number, of: number): [low: number, high: number] {
  const [share, z2] = [times / of, Z * Z]
  const middle = share + z2 / (2 * of)
  const half = Z * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of))
  return [Math.max(0, middle - half) / (1 + z2 / of), (middle + half) / (1 + z2 / of)]
}
