import { firstAfter } from './first-after.ts'

/** What of a member decides which keys it holds. */
export interface TokenHolder {
  id: string
  zone: string
  tokens: readonly number[]
}

/**
 * Who holds which key of a ring, or of a tenant's shard of it: the members from the first token greater than the key on, around the ring, each in a zone of
 * its own where members have zones (dskit: ring/ring.go, findInstancesForKey, with all members ACTIVE). Prepared once: a key then costs a microsecond.
 */
export class TokenOwners {
  readonly #ids: readonly string[]
  readonly #zones: readonly string[]
  readonly #tokens: Uint32Array
  /** Whose each token is, as an index of members. */
  readonly #owners: Uint32Array

  /** @param members all of a ring, or those of a shard */
  constructor(members: readonly TokenHolder[]) {
    const all = members.flatMap((m, i) => m.tokens.map(token => ({ token, i }))).sort((a, b) => a.token - b.token)
    this.#ids = members.map(m => m.id)
    this.#zones = members.map(m => m.zone)
    this.#tokens = Uint32Array.from(all, t => t.token)
    this.#owners = Uint32Array.from(all, t => t.i)
  }

  /**
   * @param key the token of a series, a block or a rule group
   * @param factor the replication factor: so many owners, or fewer where there are fewer members or zones
   * @returns ids, in the order of the ring
   * @throws Error when the ring is empty
   */
  of(key: number, factor: number): string[] {
    if (this.#tokens.length === 0) throw new Error('the ring has no tokens: no member has joined it yet')
    const found: number[] = []
    let at = firstAfter(this.#tokens, key)
    for (let looked = 0; looked < this.#tokens.length && found.length < factor; looked++) {
      const i = this.#owners[at]!
      if (!found.some(other => this.#excludes(other, i))) found.push(i)
      if (++at === this.#tokens.length) at = 0
    }
    return found.map(i => this.#ids[i]!)
  }

  /** One that was found leaves no place for itself, nor for others of its zone. */
  #excludes(found: number, i: number): boolean {
    return found === i || (this.#zones[i] !== '' && this.#zones[found] === this.#zones[i])
  }
}
