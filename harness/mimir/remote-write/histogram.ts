import { fixed64, lengthDelimited, varint, varintOf } from './wire.ts'

/** Observations of one bucket by its index: in schema n, bucket i goes up to 2^(i / 2^n); in custom buckets, up to the ith bound. */
export interface Bucket {
  index: number
  count: number
}

/** A native histogram. Integer ones are sent as differences of whole numbers, float ones as they are. */
export interface Histogram {
  form: 'integer' | 'float'
  /** -4 to 8: buckets grow by 2^(2^-schema). -53: the bounds are `bounds`. */
  schema: number
  sum: number
  zeroThreshold: number
  zeroCount: number
  /** Both ascending by index. */
  negative: readonly Bucket[]
  positive: readonly Bucket[]
  /** The upper bounds of custom buckets, ascending; empty in all other schemas. */
  bounds: readonly number[]
}

/** Schema of histograms whose bounds are given. */
export const CUSTOM_BUCKETS = -53

export const countOf = ({ zeroCount, negative, positive }: Histogram): number =>
  [...negative, ...positive].reduce((sum, { count }) => sum + count, zeroCount)

/**
 * A `Histogram` of remote write, which is the same in both versions (prompb/types.proto and prompb/io/prometheus/write/v2/types.proto of Prometheus):
 *
 *     Histogram {
 *       uint64 count_int = 1; double count_float = 2; double sum = 3; sint32 schema = 4; double zero_threshold = 5;
 *       uint64 zero_count_int = 6; double zero_count_float = 7;
 *       repeated BucketSpan negative_spans = 8; repeated sint64 negative_deltas = 9; repeated double negative_counts = 10;
 *       repeated BucketSpan positive_spans = 11; repeated sint64 positive_deltas = 12; repeated double positive_counts = 13;
 *       int64 timestamp = 15; repeated double custom_values = 16;
 *     }
 *     BucketSpan { sint32 offset = 1; uint32 length = 2 }
 *
 * @param timestamp milliseconds since the Unix epoch
 */
export function encodeHistogram(h: Histogram, timestamp: number): Buffer {
  const whole = h.form === 'integer'
  const count = countOf(h)
  return Buffer.concat([
    whole ? int(1, count) : double(2, count),
    double(3, h.sum),
    int(4, zigzag(h.schema)),
    double(5, h.zeroThreshold),
    whole ? int(6, h.zeroCount) : double(7, h.zeroCount),
    ...buckets(h.negative, whole, 8),
    ...buckets(h.positive, whole, 11),
    int(15, timestamp),
    ...(h.bounds.length > 0 ? [packed(16, h.bounds.map(eightBytes))] : []),
  ])
}

/** Spans at a field; behind it that of differences, and that of counts. */
function buckets(all: readonly Bucket[], whole: boolean, field: number): Buffer[] {
  if (all.length === 0) return []
  const counts = all.map(({ count }) => count)
  const spans = spansOf(all).map(({ offset, length }) => {
    return bytes(field, Buffer.concat([int(1, zigzag(offset)), int(2, length)]))
  })
  const differences = counts.map((count, i) => varintOf(zigzag(count - (counts[i - 1] ?? 0))))
  return [...spans, whole ? packed(field + 1, differences) : packed(field + 2, counts.map(eightBytes))]
}

/** Runs of neighbouring buckets: the first begins at its index, each other one so many buckets behind the end of the last. */
function spansOf(all: readonly Bucket[]): { offset: number; length: number }[] {
  const spans: { offset: number; length: number }[] = []
  let end = 0
  for (const { index } of all) {
    const last = spans.at(-1)
    if (last && index === end) last.length++
    else spans.push({ offset: index - end, length: 1 })
    end = index + 1
  }
  return spans
}

/** sint32 and sint64: small numbers of either sign in few bytes. */
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value)

function eightBytes(value: number): Buffer {
  const out = Buffer.alloc(8)
  out.writeDoubleLE(value)
  return out
}

/** A tag is a varint, too: from field 16 on it takes two bytes. */
const int = (field: number, value: number): Buffer => Buffer.concat([varintOf(varint(field)), varintOf(value)])
const double = (field: number, value: number): Buffer => Buffer.concat([varintOf(fixed64(field)), eightBytes(value)])
const bytes = (field: number, content: Buffer): Buffer =>
  Buffer.concat([varintOf(lengthDelimited(field)), varintOf(content.length), content])
const packed = (field: number, items: readonly Buffer[]): Buffer => bytes(field, Buffer.concat(items))
