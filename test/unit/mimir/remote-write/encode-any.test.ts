import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type AnySeries,
  encodeRequest1,
  encodeRequest2,
  encodeSample,
} from '../../../../harness/mimir/remote-write/encode-any.ts'
import { CUSTOM_BUCKETS, encodeHistogram, type Histogram } from '../../../../harness/mimir/remote-write/histogram.ts'
import { plain, V1, V2 } from './messages.ts'

const AT = 1_900_000_000_123
const histogram: Histogram = {
  form: 'integer',
  schema: -1,
  sum: 8_796_093_022_208,
  zeroThreshold: 0.25,
  zeroCount: 3,
  negative: [{ index: -3, count: 9 }],
  positive: [
    { index: -2, count: 1 },
    { index: -1, count: 0 },
    { index: 4, count: 70_000 },
  ],
  bounds: [],
}

test('an integer histogram has differences of counts, and spans with the gap between them', () => {
  const bytes = encodeRequest1([{ labels: [['a', 'b']], floats: [], histograms: [encodeHistogram(histogram, AT)] }])
  expect(plain(V1, bytes)).toEqual({
    timeseries: [
      {
        labels: [{ name: 'a', value: 'b' }],
        samples: [],
        exemplars: [],
        histograms: [
          {
            countInt: 70_013,
            sum: 8_796_093_022_208,
            schema: -1,
            zeroThreshold: 0.25,
            zeroCountInt: 3,
            negativeSpans: [{ offset: -3, length: 1 }],
            negativeDeltas: [9],
            negativeCounts: [],
            positiveSpans: [
              { offset: -2, length: 2 },
              { offset: 4, length: 1 },
            ],
            positiveDeltas: [1, -1, 70_000],
            positiveCounts: [],
            timestamp: AT,
            customValues: [],
          },
        ],
      },
    ],
    metadata: [],
  })
})

test('a float histogram has counts, one with custom buckets has their bounds', () => {
  const floats = encodeHistogram({ ...histogram, form: 'float', zeroCount: 0.5 }, AT)
  const custom: Histogram = { ...histogram, schema: CUSTOM_BUCKETS, negative: [], zeroCount: 0, bounds: [0.5, 2] }
  const bytes = encodeRequest2([
    { labels: [['a', 'b']], floats: [], histograms: [floats, encodeHistogram(custom, AT)] },
  ])
  expect(plain(V2, bytes)).toMatchObject({
    symbols: ['', 'a', 'b'],
    timeseries: [
      {
        labelsRefs: [1, 2],
        histograms: [
          {
            countFloat: 70_010.5,
            zeroCountFloat: 0.5,
            negativeCounts: [9],
            positiveCounts: [1, 0, 70_000],
            customValues: [],
          },
          { countInt: 70_001, schema: -53, positiveDeltas: [1, -1, 70_000], customValues: [0.5, 2] },
        ],
      },
    ],
  })
})

const text = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
const Series = fc.record({
  labels: fc.array(fc.tuple(text, text), { maxLength: 5 }),
  values: fc.array(
    fc.tuple(
      fc.double({ noNaN: true }).filter(v => v !== 0),
      fc.integer({ min: 1, max: 2 ** 50 }),
    ),
    { maxLength: 4 },
  ),
})

test('labels and floats of any series come out of both versions as they went in', () => {
  fc.assert(
    fc.property(fc.array(Series, { maxLength: 5 }), all => {
      const series: AnySeries[] = all.map(({ labels, values }) => ({
        labels,
        floats: values.map(([value, timestamp]) => encodeSample(value, timestamp)),
        histograms: [],
      }))
      const wanted = all.map(({ labels, values }) => ({
        labels,
        samples: values.map(([value, timestamp]) => ({ value, timestamp })),
      }))
      const one = plain(V1, encodeRequest1(series)) as { timeseries: { labels: { name: string; value: string }[] }[] }
      expect(one.timeseries).toEqual(
        wanted.map(({ labels, samples }) => ({
          labels: labels.map(([name, value]) => ({ name, value })),
          samples,
          exemplars: [],
          histograms: [],
        })),
      )
      const two = plain(V2, encodeRequest2(series)) as {
        symbols: string[]
        timeseries: { labelsRefs: number[]; samples: object[] }[]
      }
      expect([two.symbols[0], new Set(two.symbols).size]).toEqual(['', two.symbols.length])
      expect(
        two.timeseries.map(({ labelsRefs, samples }) => ({ labels: labelsRefs.map(ref => two.symbols[ref]), samples })),
      ).toEqual(wanted.map(({ labels, samples }) => ({ labels: labels.flat(), samples })))
    }),
  )
})

test('the bits of a float64 are written as they are', () => {
  const stale = Buffer.from('0200000000000ff07f'.slice(0, 16), 'hex')
  expect(encodeSample(stale, 1).toString('hex')).toBe(`09${stale.toString('hex')}1001`)
})

test('exemplars and metadata: of a series in both versions, metadata of a metric once in version 1.0', () => {
  const series: AnySeries[] = ['x', 'y'].map(value => ({
    labels: [
      ['__name__', 'm'],
      ['a', value],
    ],
    floats: [],
    histograms: [],
    exemplars: [{ labels: [['trace_id', value]], value: 1.5, timestamp: AT }],
    metadata: { type: 'histogram', help: 'how long', unit: 'seconds' },
  }))
  const one = plain(V1, encodeRequest1(series)) as { timeseries: { exemplars: unknown[] }[]; metadata: unknown[] }
  expect(one.timeseries.map(it => it.exemplars)).toEqual(
    ['x', 'y'].map(value => [{ labels: [{ name: 'trace_id', value }], value: 1.5, timestamp: AT }]),
  )
  expect(one.metadata).toEqual([{ type: 3, metricFamilyName: 'm', help: 'how long', unit: 'seconds' }])
  expect(plain(V2, encodeRequest2(series))).toMatchObject({
    symbols: ['', '__name__', 'm', 'a', 'x', 'trace_id', 'how long', 'seconds', 'y'],
    timeseries: [
      {
        exemplars: [{ labelsRefs: [5, 4], value: 1.5, timestamp: AT }],
        metadata: { type: 3, helpRef: 6, unitRef: 7 },
      },
      {
        exemplars: [{ labelsRefs: [5, 8], value: 1.5, timestamp: AT }],
        metadata: { type: 3, helpRef: 6, unitRef: 7 },
      },
    ],
  })
})
