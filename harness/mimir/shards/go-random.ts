import { CONSTANTS } from './random-constants.ts'

/** Words of a source, and how far apart the two are of which a draw is the sum (Go: math/rand, an additive lagged Fibonacci generator). */
const WORDS = 607
const APART = 273

/** A seed is spread by steps of a linear generator, multiplication by 48271 modulo 2^31-1: the first 20 are thrown away, and each word takes three. */
const PRIME = 0x7fff_ffff
const STEP = 48271
const THROWN_AWAY = 20
const IN_PLACE_OF_0 = 89_482_311

const HALF = 0x1_0000_0000

/** a times b modulo 2^31-1, both below it. In two parts: a product of 62 bits fits no number here. */
function times(a: number, b: number): number {
  const high = ((a >>> 16) * b) % PRIME
  return (high * 65_536 + (a & 0xffff) * b) % PRIME
}

/** STEP to the power of k, for every step that any word takes. */
const POWERS = (() => {
  const powers = new Uint32Array(THROWN_AWAY + 3 * WORDS + 1)
  powers[0] = 1
  for (let k = 1; k < powers.length; k++) powers[k] = times(powers[k - 1]!, STEP)
  return powers
})()

/** Upper and lower halves of the constants. */
const [UPPER, LOWER] = (() => {
  const digits = CONSTANTS.replaceAll('\n', '')
  const half = (begin: number) => Uint32Array.from({ length: WORDS }, (_, i) => readHex(digits, 16 * i + begin))
  return [half(0), half(8)]
})()

function readHex(digits: string, begin: number): number {
  return Number.parseInt(digits.slice(begin, begin + 8), 16)
}

/**
 * Go's `rand.New(rand.NewSource(seed))`, as far as shuffle sharding draws from it. A word is computed when it is drawn: a shard needs few of the 607.
 * Which constants Go uses was found by looking at what it draws: constants/main.go.
 */
export class GoRandom {
  readonly #seed: number
  /** Halves of what was drawn, in order. */
  readonly #upper: number[] = []
  readonly #lower: number[] = []

  /** @param upper and @param lower halves of a seed of 64 bits */
  constructor(upper: number, lower: number) {
    // Modulo 2^31-1, 2^32 is 2.
    const seed = (2 * (upper | 0) + (lower >>> 0)) % PRIME
    const positive = seed < 0 ? seed + PRIME : seed
    this.#seed = positive === 0 ? IN_PLACE_OF_0 : positive
  }

  /** 0 to 2^32-1. */
  uint32(): number {
    const n = this.#draw()
    return ((this.#upper[n]! << 1) | (this.#lower[n]! >>> 31)) >>> 0
  }

  /** 0 to n-1. @param n 1 to 2^31-1 */
  intn(n: number): number {
    if ((n & (n - 1)) === 0) return this.#int31() & (n - 1)
    const greatest = PRIME - (2 ** 31 % n)
    let value = this.#int31()
    while (value > greatest) value = this.#int31()
    return value % n
  }

  #int31(): number {
    return this.#upper[this.#draw()]! & PRIME
  }

  /** @returns which draw it was */
  #draw(): number {
    const n = this.#upper.length
    const a = n < WORDS ? this.#word((2 * WORDS - APART - 1 - n) % WORDS) : this.#drawn(n - WORDS)
    const b = n < APART ? this.#word(WORDS - 1 - n) : this.#drawn(n - APART)
    const lower = a.lower + b.lower
    this.#lower.push(lower >>> 0)
    this.#upper.push((a.upper + b.upper + (lower >= HALF ? 1 : 0)) >>> 0)
    return n
  }

  #drawn(n: number): { upper: number; lower: number } {
    return { upper: this.#upper[n]!, lower: this.#lower[n]! }
  }

  /** A word as the seed made it: three steps, 20 bits apart, and a constant. */
  #word(i: number): { upper: number; lower: number } {
    const first = THROWN_AWAY + 3 * i + 1
    const x = times(POWERS[first]!, this.#seed)
    const y = times(POWERS[first + 1]!, this.#seed)
    const z = times(POWERS[first + 2]!, this.#seed)
    return {
      upper: ((x << 8) ^ (y >>> 12) ^ UPPER[i]!) >>> 0,
      lower: ((y << 20) ^ z ^ LOWER[i]!) >>> 0,
    }
  }
}
