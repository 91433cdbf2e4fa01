import { generatorOf } from '../../util/random.ts'
import { choose } from './chances.ts'

/** Sets of instances that die together. */
export interface Patterns {
  /** All that there are; or so many were drawn, each as likely as any other. */
  exact: boolean
  count: number
  /** Each is the same array, filled anew. */
  each(visit: (dead: Uint32Array) => void): void
}

/**
 * Which k of n instances may die together: every such set where there are no more than `most`, else `most` of them, drawn at random.
 * @param seed what the draws follow from
 */
export function killPatterns(n: number, k: number, most: number, seed: number): Patterns {
  const all = choose(n, k)
  if (all <= most) return { exact: true, count: all, each: visit => everySet(n, k, visit) }
  return { exact: false, count: most, each: visit => drawnSets(n, k, most, seed, visit) }
}

/** In the order of the alphabet: 012, 013, 023, 123. */
function everySet(n: number, k: number, visit: (dead: Uint32Array) => void): void {
  const dead = Uint32Array.from({ length: k }, (_, i) => i)
  for (;;) {
    visit(dead)
    let at = k - 1
    while (at >= 0 && dead[at] === n - k + at) at--
    if (at < 0) return
    dead[at]!++
    for (let i = at + 1; i < k; i++) dead[i] = dead[i - 1]! + 1
  }
}

/** The first k of a shuffle that is only carried as far. */
function drawnSets(n: number, k: number, draws: number, seed: number, visit: (dead: Uint32Array) => void): void {
  const random = generatorOf(seed, 'dead', n, k)
  const order = Uint32Array.from({ length: n }, (_, i) => i)
  const dead = order.subarray(0, k)
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < k; i++) {
      const other = i + Math.floor(random() * (n - i))
      const kept = order[i]!
      order[i] = order[other]!
      order[other] = kept
    }
    visit(dead)
  }
}
