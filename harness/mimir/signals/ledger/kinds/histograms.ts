import { CUSTOM_BUCKETS, encodeHistogram, type Histogram } from '../../../remote-write/histogram.ts'
import { type SampleId, sampleValue } from '../dataset.ts'
import { histogramText } from './histogram-text.ts'
import type { SampleKind } from './kind.ts'

/** Ticks after which a histogram begins anew, as after a restart of what is observed, and ticks after which it gets one more bucket. */
const RESET = 60
const GROWS = 10

/** Exponents of the bounds, with a gap: buckets of real data do. Whole exponents are exact as float64 in schema 0. */
const POSITIVE = [-2, -1, 0, 3, 4, 9]
const NEGATIVE = [1, 2]
/** Upper bounds of custom buckets, as of seconds. */
const BOUNDS = [0.005, 0.1, 0.5, 1, 2.5]

/**
 * Counts grow with each tick and begin anew after RESET of them; buckets are added meanwhile. The sum tells whose sample it is, and no other has it.
 * @param part what a single observation counts
 */
function observed(id: SampleId, part: number): Pick<Histogram, 'sum' | 'zeroCount' | 'negative' | 'positive'> {
  const age = id.tick % RESET
  const counts = (indices: readonly number[]) =>
    indices.slice(0, 1 + Math.floor(age / GROWS)).map((index, i) => ({ index, count: part * (i + 1) * (age + 1) }))
  return { sum: sampleValue(id), zeroCount: part * (age + 1), negative: counts(NEGATIVE), positive: counts(POSITIVE) }
}

const exponential =
  (form: Histogram['form'], part: number) =>
  (id: SampleId): Histogram => ({
    form,
    schema: 0,
    zeroThreshold: 0.001,
    bounds: [],
    ...observed(id, part),
  })

/** One bucket more than bounds: what is above the last. */
function custom(id: SampleId): Histogram {
  const { sum, positive } = observed(id, 1)
  const buckets = positive.map(({ count }, index) => ({ index, count }))
  return {
    form: 'integer',
    schema: CUSTOM_BUCKETS,
    sum,
    zeroThreshold: 0,
    zeroCount: 0,
    negative: [],
    positive: buckets,
    bounds: BOUNDS,
  }
}

const kindOf = (title: string, protocol: 1 | 2, make: (id: SampleId) => Histogram): SampleKind => ({
  title,
  protocol,
  needs: ['native histograms by default', ...(protocol === 2 ? (['remote write 2.0'] as const) : [])],
  encode: (id, timestamp) => ({ histogram: encodeHistogram(make(id), timestamp) }),
  shown: id => histogramText(make(id)),
  metric: 'histogram',
})

export const integerHistogram: SampleKind = {
  ...kindOf('integer native histograms', 1, exponential('integer', 1)),
  exemplars: true,
}
export const floatHistogram: SampleKind = {
  ...kindOf('float native histograms', 2, exponential('float', 0.5)),
  exemplars: true,
}
/** Remote write 1.0 has no custom buckets. */
export const customBuckets = kindOf('native histograms with custom buckets', 2, custom)
