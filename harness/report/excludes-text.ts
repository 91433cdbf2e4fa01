import type { Exclusion } from '../history/verdict.ts'
import { count, duration } from './text.ts'

/** One line for each kind of defect: `lost write requests: fewer than 1 in 2,233 (95 %); tenant-a 1 in 744`. */
export const excludesText = (excludes: readonly Exclusion[]): string[] =>
  [...Map.groupBy(excludes, it => it.kind)].map(
    ([kind, own]) => `${kind}: ${own.map((it, i) => bound(it, i === 0)).join('; ')}`,
  )

/** @param first of its kind: says how the others are to be read */
function bound({ unit, bound: value, of }: Exclusion, first: boolean): string {
  const where = of === undefined ? '' : `${of} `
  switch (unit) {
    case 'ratio': {
      if (value > 0.5) return `${where}too few seen for a bound`
      const share = `1 in ${count(Math.floor(1 / value + 1e-9))}`
      return first ? `${where}fewer than ${share} (95 %)` : `${where}${share}`
    }
    case 'ms':
      return first ? `${where}from ${duration(value)} on` : `${where}${duration(value)}`
    case 'per_hour':
      return `${where}fewer than ${count(value)} an hour${first ? ' (95 %)' : ''}`
  }
}
