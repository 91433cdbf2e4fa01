/** The greatest key, however many items there are; -Infinity where there are none. */
export const greatest = <T>(items: readonly T[], key: (item: T) => number): number =>
  items.reduce((most, item) => Math.max(most, key(item)), -Infinity)

/** The least key, however many items there are; Infinity where there are none. */
export const least = <T>(items: readonly T[], key: (item: T) => number): number =>
  items.reduce((fewest, item) => Math.min(fewest, key(item)), Infinity)
/** The nearest-rank percentile of ascending numbers: the smallest that at least `percent` % of them do not exceed. 0 % is the first. */
export function nearestRank(ascending: readonly number[], percent: number): number {
  const rank = Math.max(1, Math.ceil((percent / 100) * ascending.length))
  const value = ascending[rank - 1]
  if (value === undefined) throw new RangeError(`no percentile of ${ascending.length} numbers at ${percent} %`)
  return value
}
