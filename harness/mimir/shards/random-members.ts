import { generatorOf } from '../../util/random.ts'
import type { ShardMember } from './shard-ring.ts'

interface Plan {
  /** 0: members have no zone. */
  zones: number
  /** Members of each zone, or all where there are no zones. */
  perZone: number
  /** Of each member, as many as Mimir's default where it is left out. */
  tokens?: number
  seed: number
}

/** What `-ingester.ring.num-tokens` is by default. */
const TOKENS = 512

/**
 * Members of a ring that never was: each draws its tokens at random, as Mimir's do by default (dskit: ring/token_generator.go, RandomTokenGenerator).
 * No token is drawn twice. They registered long ago, and none is read-only.
 */
export function randomMembers({ zones, perZone, tokens = TOKENS, seed }: Plan): ShardMember[] {
  const random = generatorOf(seed, 'ring', zones, perZone)
  const taken = new Set<number>()
  const draw = (): number => {
    const token = Math.floor(random() * 2 ** 32)
    if (taken.has(token)) return draw()
    taken.add(token)
    return token
  }
  const names = zones === 0 ? [''] : Array.from({ length: zones }, (_, z) => `zone-${String.fromCharCode(97 + z)}`)
  return names.flatMap(zone =>
    Array.from({ length: perZone }, (_, i) => ({
      id: zone === '' ? `ingester-${i}` : `ingester-${zone}-${i}`,
      zone,
      tokens: Array.from({ length: tokens }, draw),
      registeredAt: 1,
      readOnly: false,
      readOnlyUpdatedAt: 0,
    })),
  )
}
