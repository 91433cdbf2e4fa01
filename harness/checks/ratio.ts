import { seeded } from '../util/random.ts'
import { nearestRank } from './statistics.ts'

/** A request, as far as it is compared: when it was due, how long it took, and whether it was answered well. Milliseconds. */
export interface Timed {
  due: number
  end: number
  ok: boolean
}

/** How many times as much something is as before, with the interval that holds the true ratio with 95 % confidence. */
export interface Ratio {
  before: number
  after: number
  /** Infinity where there was none before, and 1 where there never was any. */
  ratio: number
  low: number
  high: number
}

export interface Comparison {
  /** 99th percentile of the time from due to end of what was answered well, ms. Undefined where on one side nothing was. */
  p99: Ratio | undefined
  /** Part of all requests that failed. */
  errors: Ratio
}

/** Milliseconds of a block: what is slow comes in bursts, as of a garbage collection, and requests of one burst are no independent witnesses. */
const BLOCK = 1000
const RESAMPLES = 1000
const PERCENT = 99

/**
 * Compares requests of two times. The interval is a block bootstrap's (B. Efron, R. Tibshirani, An Introduction to the Bootstrap, 8.6): both times are drawn anew 1,000
 * times, second by second with replacement, and the middle 95 % of the ratios are told.
 * @param seed decides what is drawn: the same requests give the same interval
 * @param floor milliseconds: a percentile below counts as so many
 * @throws RangeError where one of the times has no request
 */
export function compare(before: readonly Timed[], after: readonly Timed[], seed: number, floor = 0): Comparison {
  const random = seeded(seed)
  const [a, b] = [new Drawn(before, random), new Drawn(after, random)]
  const draws = Array.from({ length: RESAMPLES }, () => [a.draw(), b.draw()] as const)
  const told = (of: (times: Measured) => number, least = 0): Ratio => {
    const times = (x: number, y: number) => ratioOf(Math.max(x, least), Math.max(y, least))
    const ratios = draws.map(([x, y]) => times(of(x), of(y))).sort(ascending)
    const [x, y] = [of(a.all), of(b.all)]
    return {
      before: x,
      after: y,
      ratio: times(x, y),
      low: nearestRank(ratios, 2.5),
      high: nearestRank(ratios, 97.5),
    }
  }
  const isAnswered = before.some(o => o.ok) && after.some(o => o.ok)
  return { p99: isAnswered ? told(m => m.p99, floor) : undefined, errors: told(m => m.errors) }
}

const ratioOf = (before: number, after: number): number =>
  before === 0 ? (after === 0 ? 1 : Infinity) : after / before

/** Infinity less Infinity is no number, so they are not subtracted. */
const ascending = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)

interface Measured {
  p99: number
  errors: number
}

/** The requests of a time, of which some blocks can be drawn several times and others not at all. */
class Drawn {
  readonly all: Measured
  /** From the slowest to the fastest: what was answered well, by its block. */
  readonly #slowest: { ms: number; block: number }[]
  /** By block. */
  readonly #ok: number[]
  readonly #failed: number[]
  readonly #random: () => number

  constructor(requests: readonly Timed[], random: () => number) {
    if (requests.length === 0) throw new RangeError('there is nothing to compare with')
    const blocks = [...Map.groupBy(requests, ({ due }) => Math.floor(due / BLOCK)).values()]
    this.#ok = blocks.map(own => own.filter(o => o.ok).length)
    this.#failed = blocks.map((own, i) => own.length - this.#ok[i]!)
    this.#slowest = blocks
      .flatMap((own, block) => own.filter(o => o.ok).map(({ due, end }) => ({ ms: end - due, block })))
      .sort((x, y) => y.ms - x.ms)
    this.#random = random
    this.all = this.#measure(blocks.map(() => 1))
  }

  draw(): Measured {
    const times = this.#ok.map(() => 0)
    for (const _ of times) times[Math.floor(this.#random() * times.length)]!++
    return this.#measure(times)
  }

  /** @param times how often each block counts */
  #measure(times: readonly number[]): Measured {
    const sum = (counts: readonly number[]) => counts.reduce((total, n, block) => total + n * times[block]!, 0)
    const [ok, failed] = [sum(this.#ok), sum(this.#failed)]
    return { p99: this.#percentile(times, ok), errors: ok + failed === 0 ? 0 : failed / (ok + failed) }
  }

  /** By nearest rank, as everywhere; found from above, since few are slower. 0 where nothing was drawn. */
  #percentile(times: readonly number[], ok: number): number {
    const above = ok - Math.ceil((PERCENT / 100) * ok)
    let seen = 0
    for (const { ms, block } of this.#slowest) {
      seen += times[block]!
      if (seen > above) return ms
    }
    return 0
  }
}
