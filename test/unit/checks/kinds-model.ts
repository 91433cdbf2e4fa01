import type { Ticks } from '../../../harness/history/events.ts'
import { compress } from '../../../harness/mimir/remote-write/snappy.ts'
import { type Dataset, kindOf, type Stripe } from '../../../harness/mimir/signals/ledger/dataset.ts'
import { KindName } from '../../../harness/mimir/signals/ledger/dataset-schema.ts'
import { requestOf } from '../../../harness/mimir/signals/ledger/kinds/push-kind.ts'
import type { Question } from '../../../harness/mimir/signals/reads/probe.ts'
import { plain, ReadResponse, V1, V2 } from '../mimir/remote-write/messages.ts'
import { NOON } from './histories.ts'

/** Two tenants, of which one has a stream of every kind. */
export const dataset: Dataset = {
  tenants: ['tenant-a', 'tenant-b'],
  series: 4,
  stripes: 2,
  interval: 1000,
  epoch: NOON,
  kinds: { 'tenant-a': [...KindName.options] },
}

/** A sample as a correct Mimir stores it, decoded from the request by protobufjs. */
export interface Stored {
  labels: Record<string, string>
  timestamp: number
  /** The bytes of a float, or a histogram as the API shows it. */
  value: Buffer | { count: number; sum: number; buckets: [lower: number, upper: number, count: number][] }
}

interface SentHistogram {
  countInt?: number
  countFloat?: number
  sum: number
  schema?: number
  zeroThreshold?: number
  zeroCountInt?: number
  zeroCountFloat?: number
  negativeSpans: Span[]
  negativeDeltas: number[]
  negativeCounts: number[]
  positiveSpans: Span[]
  positiveDeltas: number[]
  positiveCounts: number[]
  timestamp: number
  customValues: number[]
}
/** protobufjs leaves out what is 0. */
interface Span {
  offset?: number
  length: number
}
interface SentSeries {
  labels?: { name: string; value: string }[]
  labelsRefs?: number[]
  exemplars: { labels?: { name: string; value: string }[]; labelsRefs?: number[]; value: number; timestamp: number }[]
  metadata?: { type: number; helpRef: number; unitRef: number }
  samples: { value: number; timestamp: number }[]
  histograms: SentHistogram[]
}

/** Float64 by its bits. */
function bytesOf(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}

/** What a correct Mimir stores of the request for these ticks. */
export function storedOf(d: Dataset, of: Stripe, ticks: Ticks): Stored[] {
  const { request, version } = requestOf(d, of, kindOf(d, of)!, ticks)
  const { symbols = [], timeseries } = plain(version === 1 ? V1 : V2, request) as {
    symbols?: string[]
    timeseries: SentSeries[]
  }
  return timeseries.flatMap(({ samples, histograms, ...named }) => {
    const labels = labelsIn(named, symbols)
    return [
      ...samples.map(({ value, timestamp }) => ({ labels, timestamp, value: bytesOf(value) })),
      ...histograms.map(it => ({ labels, timestamp: it.timestamp, value: shown(it) })),
    ]
  })
}

const labelsIn = (
  { labels = [], labelsRefs = [] }: Pick<SentSeries, 'labels' | 'labelsRefs'>,
  symbols: readonly string[],
): Record<string, string> =>
  Object.fromEntries([
    ...labels.map(({ name, value }) => [name, value]),
    ...labelsRefs.flatMap((ref, i) => (i % 2 === 0 ? [[symbols[ref]!, symbols[labelsRefs[i + 1]!]!]] : [])),
  ])

/** What a correct Mimir keeps of the rest of a request: exemplars with their series, and metadata. */
export interface Annotations {
  exemplars: { series: Record<string, string>; labels: Record<string, string>; value: number; timestamp: number }[]
  metadata: { metric: string; type: string; help: string; unit: string }[]
}

const metricTypes = ['unknown', 'counter', 'gauge', 'histogram']

/** The same of the request for these ticks. */
export function annotationsOf(d: Dataset, of: Stripe, ticks: Ticks): Annotations {
  const { request, version } = requestOf(d, of, kindOf(d, of)!, ticks)
  const {
    symbols = [],
    timeseries,
    metadata = [],
  } = plain(version === 1 ? V1 : V2, request) as {
    symbols?: string[]
    timeseries: SentSeries[]
    metadata?: { type: number; metricFamilyName: string; help: string; unit: string }[]
  }
  return {
    exemplars: timeseries.flatMap(series =>
      series.exemplars.map(({ value, timestamp, ...named }) => ({
        series: labelsIn(series, symbols),
        labels: labelsIn(named, symbols),
        value,
        timestamp,
      })),
    ),
    metadata: [
      ...metadata.map(it => ({ ...it, metric: it.metricFamilyName, type: metricTypes[it.type]! })),
      ...timeseries.flatMap(series =>
        series.metadata
          ? [
              {
                metric: labelsIn(series, symbols).__name__!,
                type: metricTypes[series.metadata.type]!,
                help: symbols[series.metadata.helpRef]!,
                unit: symbols[series.metadata.unitRef]!,
              },
            ]
          : [],
      ),
    ],
  }
}

function shown({ schema = 0, zeroThreshold = 0, ...h }: SentHistogram): Exclude<Stored['value'], Buffer> {
  const bound = (index: number) =>
    schema === -53 ? (index < 0 ? -Infinity : (h.customValues[index] ?? Infinity)) : 2 ** (index / 2 ** schema)
  const side = (spans: Span[], deltas: number[], counts: number[]) => {
    let [index, sum, n] = [0, 0, 0]
    return spans.flatMap(({ offset = 0, length }) => {
      index += offset
      return Array.from({ length }, () => {
        sum += deltas[n] ?? 0
        const count = counts[n++] ?? sum
        return { index: index++, count }
      })
    })
  }
  const negative = side(h.negativeSpans, h.negativeDeltas, h.negativeCounts)
  const positive = side(h.positiveSpans, h.positiveDeltas, h.positiveCounts)
  const zero = h.zeroCountInt ?? h.zeroCountFloat ?? 0
  const buckets: [number, number, number][] = [
    ...negative
      .toReversed()
      .map(({ index, count }): [number, number, number] => [-bound(index), -bound(index - 1), count]),
    [-zeroThreshold, zeroThreshold, zero],
    ...positive.map(({ index, count }): [number, number, number] => [bound(index - 1), bound(index), count]),
  ]
  return { count: h.countInt ?? h.countFloat ?? 0, sum: h.sum, buckets: buckets.filter(([, , count]) => count > 0) }
}

/** Numbers as Prometheus writes them. */
const text = (n: number): string => String(n).replace('Infinity', 'Inf').replace(/^Inf/, '+Inf')

/** The body with which a correct Mimir answers a question for samples, or for the increase of a counter. */
export function answerTo(question: Question, stored: readonly Stored[], increase = increaseOf): string {
  const { from, to } = question.window!
  const held = stored
    .filter(({ timestamp }) => timestamp > from && timestamp <= to)
    .toSorted((a, b) => a.timestamp - b.timestamp)
  const series = [...Map.groupBy(held, ({ labels }) => JSON.stringify(labels)).values()]
  if (question.binary) {
    const timeseries = series.map(all => ({
      labels: Object.entries(all[0]!.labels).map(([name, value]) => ({ name, value })),
      samples: all.map(({ timestamp, value }) => ({
        timestamp,
        value: { low: (value as Buffer).readInt32LE(0), high: (value as Buffer).readInt32LE(4), unsigned: true },
      })),
    }))
    const bytes = ReadResponse.encode(ReadResponse.fromObject({ results: [{ timeseries }] })).finish()
    return Buffer.from(compress(bytes)).toString('latin1')
  }
  if (question.asks === 'increase')
    return matrix(series.map(all => ({ metric: {}, values: [[to / 1000, text(increase(all, from, to))]] })))
  return matrix(
    series.map(all => {
      const floats = all.flatMap(({ timestamp, value }) =>
        Buffer.isBuffer(value) ? [[timestamp / 1000, text(value.readDoubleLE())]] : [],
      )
      const histograms = all.flatMap(({ timestamp, value }) =>
        Buffer.isBuffer(value) ? [] : [[timestamp / 1000, asApi(value)]],
      )
      return {
        metric: all[0]!.labels,
        ...(floats.length > 0 && { values: floats }),
        ...(histograms.length > 0 && { histograms }),
      }
    }),
  )
}

const matrix = (result: object[]): string =>
  JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } })

const asApi = ({ count, sum, buckets }: Exclude<Stored['value'], Buffer>) => ({
  count: text(count),
  sum: text(sum),
  buckets: buckets.map(([lower, upper, n]) => [0, text(lower), text(upper), text(n)]),
})

/** `increase` with what PromQL adds for the time between the samples and the ends of the window (promql/functions.go, extrapolatedRate). */
function increaseOf(samples: readonly Stored[], from: number, to: number): number {
  const values = samples.map(({ value }) => (value as Buffer).readDoubleLE())
  const resets = values.reduce((sum, v, i) => sum + (i > 0 && v < values[i - 1]! ? values[i - 1]! : 0), 0)
  return extrapolated(values.at(-1)! - values[0]! + resets, samples, from, to)
}

/** The same by somebody who does not see resets. */
export function increaseWithoutResets(samples: readonly Stored[], from: number, to: number): number {
  const values = samples.map(({ value }) => (value as Buffer).readDoubleLE())
  return extrapolated(values.at(-1)! - values[0]!, samples, from, to)
}

function extrapolated(delta: number, samples: readonly Stored[], from: number, to: number): number {
  const [first, last] = [samples[0]!.timestamp, samples.at(-1)!.timestamp]
  const most = (1.1 * (last - first)) / (samples.length - 1)
  const around = Math.min(first - from, most) + Math.min(to - last, most)
  return (delta * (last - first + around)) / (last - first)
}
