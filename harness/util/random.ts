/** What a random choice follows from, and nothing else: a seed, and what the choice is of. */
export type Choice = readonly (number | string)[]

/** A generator for one choice: others learn nothing of it, however many numbers it takes. */
export const generatorOf = (...choice: Choice): (() => number) =>
  seeded(
    choice
      .flatMap(part => (typeof part === 'number' ? [part] : [...part].map(c => c.codePointAt(0)!)))
      .reduce((mixed, part) => Math.imul(mixed ^ part, 0x9e3779b1) ^ (mixed >>> 15), 0x2545f491),
  )

/** One number from 0 to 1 for a choice. */
export const drawn = (...choice: Choice): number => generatorOf(...choice)()

/** The same items in random order. @param random 0 to 1 */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const all = [...items]
  for (let i = all.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1))
    ;[all[i], all[other]] = [all[other]!, all[i]!]
  }
  return all
}

/** A small generator of numbers from 0 to 1, the same for the same seed (mulberry32). Good for jitter, not for secrets. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
