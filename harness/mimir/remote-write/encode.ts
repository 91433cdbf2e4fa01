import { fixed64, lengthDelimited, putVarint, varint, varintSize } from './wire.ts'

/**
 * Writes `prometheus.WriteRequest` of remote write 1.0 by hand: the labels of a series are encoded once and kept, the timestamps of a
 * batch once for all its series, and a sample costs no object. Encoders that take objects need about ten times the CPU.
 *
 *     WriteRequest { repeated TimeSeries timeseries = 1 }
 *     TimeSeries   { repeated Label labels = 1; repeated Sample samples = 2 }
 *     Label        { string name = 1; string value = 2 }
 *     Sample       { double value = 1; int64 timestamp = 2 }
 */

/** The `labels` fields of a TimeSeries, ready to copy. The labels must be sorted by name, as the specification demands. */
export function encodeLabels(labels: readonly (readonly [name: string, value: string])[]): Uint8Array {
  const parts = labels.map(([name, value]) => {
    return encodeField(1, Buffer.concat([encodeString(1, name), encodeString(2, value)]))
  })
  return Buffer.concat(parts)
}

const encodeString = (field: number, text: string): Buffer => encodeField(field, Buffer.from(text))

/** A field of bytes, or of a message, with its header. @param field below 16 */
export const encodeField = (field: number, bytes: Uint8Array): Buffer =>
  Buffer.concat([header(field, bytes.length), bytes])

function header(field: number, length: number): Buffer {
  const bytes = Buffer.alloc(1 + varintSize(length))
  bytes[0] = lengthDelimited(field)
  putVarint(bytes, 1, length)
  return bytes
}

/** Tag and value of a sample: 1 + 8 bytes; tag of the timestamp: 1. */
const VALUE_SIZE = 9
const TIMESTAMP_TAG_SIZE = 1

export class WriteRequestEncoder {
  #bytes = new Uint8Array(64 * 1024)
  #view = new DataView(this.#bytes.buffer)

  /**
   * A request in which every series has one sample at each of the timestamps.
   * @param series what `encodeLabels` gave, one for each series
   * @param timestamps milliseconds since the Unix epoch, ascending; non-negative safe integers
   * @param value the value of sample `s` (an index into `timestamps`) of series `i` (an index into `series`)
   * @returns a view on the encoder's own buffer, good until the next call
   */
  encode(
    series: readonly Uint8Array[],
    timestamps: readonly number[],
    value: (series: number, sample: number) => number,
  ): Uint8Array {
    let samplesSize = 0
    for (const timestamp of timestamps) samplesSize += 2 + sampleSize(timestamp)
    let at = 0
    for (let i = 0; i < series.length; i++) {
      const labels = series[i]!
      const size = labels.length + samplesSize
      this.#reserve(at, 1 + varintSize(size) + size)
      const bytes = this.#bytes
      bytes[at++] = lengthDelimited(1)
      at = putVarint(bytes, at, size)
      bytes.set(labels, at)
      at += labels.length
      for (let s = 0; s < timestamps.length; s++) {
        bytes[at++] = lengthDelimited(2)
        bytes[at++] = sampleSize(timestamps[s]!)
        bytes[at++] = fixed64(1)
        this.#view.setFloat64(at, value(i, s), true)
        at += 8
        bytes[at++] = varint(2)
        at = putVarint(bytes, at, timestamps[s]!)
      }
    }
    return this.#bytes.subarray(0, at)
  }

  #reserve(at: number, more: number): void {
    if (at + more <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(at + more, 2 * this.#bytes.length))
    larger.set(this.#bytes.subarray(0, at))
    this.#bytes = larger
    this.#view = new DataView(larger.buffer)
  }
}

/** At most 18, so the length in front of a sample always takes one byte. */
const sampleSize = (timestamp: number): number => VALUE_SIZE + TIMESTAMP_TAG_SIZE + varintSize(timestamp)
