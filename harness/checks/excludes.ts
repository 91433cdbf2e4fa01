import type { Exclusion } from '../history/verdict.ts'

/**
 * None was found in n that fail as a whole: with 95 % confidence fewer than 3 in n are wrong, if they are wrong independently (the rule of three). A part of
 * which next to nothing was seen is not bounded (1); of a whole without any nothing is said.
 * @param kind of defect, in words that follow "excludes"
 * @param of which part of the run, where it is not the whole
 */
export const rareIn = (kind: string, n: number, of?: string): Exclusion[] =>
  n === 0 && of === undefined
    ? []
    : [{ kind, unit: 'ratio', bound: n <= 3 ? 1 : 3 / n, ...(of !== undefined && { of }) }]

/** One that lasted longer than this (ms) would have been seen. */
export const longerThan = (kind: string, ms: number, of?: string): Exclusion[] => [
  { kind, unit: 'ms', bound: Math.round(ms), ...(of !== undefined && { of }) },
]

/** The check compares what was recorded with what was wanted, all of it: it looks at no sample of anything, and so excludes nothing beyond. */
export const comparesAll = (): Exclusion[] => []

/** The part with the fewest, which says the least: its name and number. Undefined where there is no part. */
export function fewest(
  parts: Iterable<readonly [name: string, n: number]>,
): readonly [name: string, n: number] | undefined {
  let worst: readonly [string, number] | undefined
  for (const part of parts) if (worst === undefined || part[1] < worst[1]) worst = part
  return worst
}
