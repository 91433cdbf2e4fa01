import { byBytes } from './by-bytes.ts'
import { firstAfter } from './first-after.ts'
import { randomOf } from './shard-seed.ts'

/** What of a ring's member decides whose shard it is in. Its state and its health do not. */
export interface ShardMember {
  id: string
  zone: string
  tokens: readonly number[]
  /** Unix seconds; 0 where it is not known. */
  registeredAt: number
  readOnly: boolean
  /** Unix seconds; 0 where it never changed. */
  readOnlyUpdatedAt: number
}

/** With which memory a ring is asked: readers have to ask whoever may have had data of a tenant since then. */
export interface Lookback {
  /** Seconds; 0 is what writers use. */
  seconds: number
  /** Unix seconds. */
  now: number
}

const NO_LOOKBACK: Lookback = { seconds: 0, now: 0 }

/** Tokens of a zone in order, and whose each is. */
interface ZoneTokens {
  zone: string
  tokens: Uint32Array
  owners: Uint32Array
  members: number[]
}

/**
 * A hash ring that is asked for shards of tenants, as dskit's `Ring.ShuffleShard` and `ShuffleShardWithLookback` answer (ring/ring.go). Prepared once:
 * a shard then costs microseconds.
 */
export class ShardRing {
  readonly members: readonly ShardMember[]
  /** Names of the zones that have tokens, in order; none without zone-awareness. */
  readonly zones: readonly string[]
  readonly #parts: readonly ZoneTokens[]
  readonly #zoneAware: boolean
  readonly #oldest: number
  /** When a member was chosen last, as a count of shards. */
  readonly #chosenIn: Uint32Array
  #shards = 0

  /** @param zoneAware whether writes go to each zone. Default: whether members have zones */
  constructor(members: readonly ShardMember[], zoneAware = members.some(m => m.zone !== '')) {
    this.members = members
    this.#zoneAware = zoneAware
    const indices = members.map((_, i) => i)
    const zones = [...new Set(members.filter(m => m.tokens.length > 0).map(m => m.zone))].sort(byBytes)
    this.zones = zoneAware ? zones : []
    this.#parts = zoneAware
      ? zones.map(zone =>
          partOf(
            zone,
            members,
            indices.filter(i => members[i]!.zone === zone),
          ),
        )
      : [partOf('', members, indices)]
    this.#oldest = members.reduce((oldest, m) => Math.min(oldest, m.registeredAt), Infinity)
    this.#chosenIn = new Uint32Array(members.length)
  }

  /** How many members of each zone a size stands for: as many in each, rounded up. */
  perZone(size: number): number {
    return this.#zoneAware ? Math.ceil(size / this.zones.length) : size
  }

  /**
   * The members that serve a tenant.
   * @param size 0 or less is all
   * @returns indices of members, ascending
   */
  shard(tenant: string, size: number, lookback: Lookback = NO_LOOKBACK): number[] {
    const since = lookback.now - lookback.seconds
    const back = lookback.seconds > 0
    if (size <= 0) return this.#all(m => isIncluded(m, back, since))
    // Whoever came within the lookback is in it: where all did, nobody is left out.
    if (back && this.#oldest > 0 && this.#oldest >= since) return this.#all(() => true)
    const mark = ++this.#shards
    const shard: number[] = []
    const perZone = this.perZone(size)
    for (const part of this.#parts) {
      if (this.#zoneAware && perZone >= part.members.length) {
        shard.push(...part.members.filter(i => isIncluded(this.members[i]!, back, since)))
      } else this.#walk(part, tenant, perZone, mark, back, since, shard)
    }
    return shard.sort((a, b) => a - b)
  }

  /** The same by ids. */
  ids(tenant: string, size: number, lookback?: Lookback): string[] {
    return this.shard(tenant, size, lookback).map(i => this.members[i]!.id)
  }

  #all(isIn: (member: ShardMember) => boolean): number[] {
    return this.members.flatMap((m, i) => (isIn(m) ? [i] : []))
  }

  /**
   * Draws a token for each seat and goes on from there, around the ring, to a member that is not in the shard yet. Who may have had the seat within the lookback
   * is taken in, too, without filling it.
   */
  #walk(
    { zone, tokens, owners }: ZoneTokens,
    tenant: string,
    seats: number,
    mark: number,
    back: boolean,
    since: number,
    shard: number[],
  ): void {
    const random = randomOf(tenant, zone)
    for (let seat = 0; seat < seats; seat++) {
      let filled = false
      let at = firstAfter(tokens, random.uint32())
      for (let looked = 0; looked < tokens.length && !filled; looked++) {
        const i = owners[at]!
        if (++at === tokens.length) at = 0
        if (this.#chosenIn[i] === mark) continue
        const member = this.members[i]!
        if (!isIncluded(member, back, since)) continue
        this.#chosenIn[i] = mark
        shard.push(i)
        filled = !(back && isRecent(member, since))
      }
      if (!filled) return
    }
  }
}

function partOf(zone: string, members: readonly ShardMember[], own: number[]): ZoneTokens {
  const all = own.flatMap(i => members[i]!.tokens.map(token => ({ token, i }))).sort((a, b) => a.token - b.token)
  return {
    zone,
    tokens: Uint32Array.from(all, t => t.token),
    owners: Uint32Array.from(all, t => t.i),
    members: own,
  }
}

/** Read-only members take no writes; readers ask them as long as they may have data that is nowhere else. */
const isIncluded = ({ readOnly, readOnlyUpdatedAt }: ShardMember, back: boolean, since: number): boolean =>
  !readOnly || (back && !(readOnlyUpdatedAt > 0 && readOnlyUpdatedAt < since))

/** It came, or changed between read-only and not, within the lookback: another one had its seat then. */
const isRecent = ({ registeredAt, readOnly, readOnlyUpdatedAt }: ShardMember, since: number): boolean =>
  registeredAt >= since || readOnly || readOnlyUpdatedAt >= since
