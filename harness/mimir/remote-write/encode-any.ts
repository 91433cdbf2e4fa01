import { type Annotated, encodeExemplars, encodeMetadata, encodeMetadataOf, symbolsOf } from './annotations.ts'
import { encodeField, encodeLabels } from './encode.ts'
import { encodeRefs, encodeValueAt } from './encode-parts.ts'

/** Samples of one series: floats and native histograms, each encoded by itself; and what is told of it. */
export interface AnySeries extends Annotated {
  /** Sorted by name. */
  labels: readonly (readonly [name: string, value: string])[]
  /** What `encodeSample` gave. */
  floats: readonly Uint8Array[]
  /** What `encodeHistogram` gave. */
  histograms: readonly Uint8Array[]
}

/** `Sample { double value = 1; int64 timestamp = 2 }`, the same in both versions. @param value also bytes of a float64, where its bits matter as those of a stale marker */
export const encodeSample = (value: number | Uint8Array, timestamp: number): Buffer =>
  encodeValueAt(1, value, timestamp)

/**
 * A `prometheus.WriteRequest` of remote write 1.0. WriteRequestEncoder is for many series of floats; this is for few of any kind. Metadata are of metrics there, not of
 * series: one that several series have is sent once.
 *
 *     WriteRequest { repeated TimeSeries timeseries = 1; repeated MetricMetadata metadata = 3 }
 *     TimeSeries   { repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar exemplars = 3; repeated Histogram histograms = 4 }
 */
export function encodeRequest1(series: readonly AnySeries[]): Buffer {
  const metadata = series.flatMap(it => (it.metadata ? [encodeMetadataOf(it.labels, it.metadata)] : []))
  return Buffer.concat([
    ...series.map(({ labels, floats, histograms, exemplars }) =>
      encodeField(
        1,
        Buffer.concat([
          encodeLabels(labels),
          ...floats.map(it => encodeField(2, it)),
          ...encodeExemplars(exemplars, 3),
          ...histograms.map(it => encodeField(4, it)),
        ]),
      ),
    ),
    ...metadata.filter((it, i) => metadata.findIndex(other => other.equals(it)) === i).map(it => encodeField(3, it)),
  ])
}

/**
 * An `io.prometheus.write.v2.Request` of remote write 2.0: labels are places in a table of texts, of which the first is empty.
 *
 *     Request    { repeated string symbols = 4; repeated TimeSeries timeseries = 5 }
 *     TimeSeries { repeated uint32 labels_refs = 1; repeated Sample samples = 2; repeated Histogram histograms = 3; repeated Exemplar exemplars = 4; Metadata metadata = 5 }
 */
export function encodeRequest2(series: readonly AnySeries[]): Buffer {
  const symbols = [...new Set(['', ...series.flatMap(it => [...it.labels.flat(), ...symbolsOf(it)])])]
  const places = new Map(symbols.map((symbol, place) => [symbol, place]))
  const place = (symbol: string) => places.get(symbol)!
  return Buffer.concat([
    ...symbols.map(symbol => encodeField(4, Buffer.from(symbol))),
    ...series.map(({ labels, floats, histograms, exemplars, metadata }) =>
      encodeField(
        5,
        Buffer.concat([
          encodeRefs(labels, place),
          ...floats.map(it => encodeField(2, it)),
          ...histograms.map(it => encodeField(3, it)),
          ...encodeExemplars(exemplars, 4, place),
          ...(metadata ? [encodeField(5, encodeMetadata(metadata, place))] : []),
        ]),
      ),
    ),
  ])
}
