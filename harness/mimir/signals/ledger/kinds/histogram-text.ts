import { type Bucket, CUSTOM_BUCKETS, countOf, type Histogram } from '../../../remote-write/histogram.ts'

type Bounds = [lower: number, upper: number, count: number]

/** A histogram as one short text that no other has. What was written and what was read become equal texts, and a finding can show both. */
export const histogramText = (h: Histogram): string => textOf(countOf(h), h.sum, boundsOf(h))

/** The same of a histogram in an answer of the Prometheus HTTP API: `{ count, sum, buckets: [[boundary rule, lower, upper, count]] }`. */
export function answeredText(histogram: unknown): string {
  const { count, sum, buckets = [] } = histogram as { count?: string; sum?: string; buckets?: unknown[][] }
  return textOf(
    toNumber(count),
    toNumber(sum),
    buckets.map(([, lower, upper, n]): Bounds => [toNumber(lower), toNumber(upper), toNumber(n)]),
  )
}

const textOf = (count: number, sum: number, buckets: Bounds[]): string =>
  `count ${count}, sum ${sum}, ${buckets.map(([lower, upper, n]) => `${lower}..${upper}: ${n}`).join(', ')}`

/** The API writes numbers as text, and infinity as `+Inf`. */
const toNumber = (text: unknown): number => Number(String(text).replace('Inf', 'Infinity'))

/** Buckets that hold something, from the lowest to the highest, with their bounds. */
function boundsOf({ schema, zeroThreshold, zeroCount, negative, positive, bounds }: Histogram): Bounds[] {
  const held = (all: readonly Bucket[]) => all.filter(({ count }) => count > 0)
  if (schema === CUSTOM_BUCKETS)
    return held(positive).map(({ index, count }) => [bounds[index - 1] ?? -Infinity, bounds[index] ?? Infinity, count])
  const upTo = (index: number) => 2 ** (index / 2 ** schema)
  return [
    ...held(negative)
      .toReversed()
      .map(({ index, count }): Bounds => [-upTo(index), -upTo(index - 1), count]),
    ...(zeroCount > 0 ? [[-zeroThreshold, zeroThreshold, zeroCount] satisfies Bounds] : []),
    ...held(positive).map(({ index, count }): Bounds => [upTo(index - 1), upTo(index), count]),
  ]
}
