import { encodeLabels, WriteRequestEncoder } from '../../remote-write/encode.ts'
import { putVarint } from '../../remote-write/wire.ts'
import type { FloodKind } from './flood-records.ts'
import { type Layout, PREFIX_DIGITS, TIME_BYTES } from './script/patch.ts'

/** Series of a request, each numbered by so many digits behind those of the request. */
const SERIES = 500
const DIGITS = 3

/** A time, in whose place the real one is written: it takes as many bytes. */
const LONG_AGO = 2 ** 40

/** Header of a sample, its value, and the tag of its timestamp, as the encoder writes them. */
const BEFORE_TIME = 2 + 9 + 1

/**
 * The body of a remote-write request of the flood, which k6 sends again and again with another time, and other numbers, written into it: to encode and compress it anew
 * each time would take k6 a core.
 */
export function floodBody(kind: FloodKind): { bytes: Uint8Array; layout: Layout } {
  const labels = Array.from({ length: SERIES }, (_, i) =>
    encodeLabels([
      ['__name__', 'noise'],
      ['job', 'noisy-neighbour'],
      ['kind', kind],
      // Last, so that it stands right before the sample.
      ['series', '0'.repeat(PREFIX_DIGITS) + String(i).padStart(DIGITS, '0')],
    ]),
  )
  const request = new WriteRequestEncoder().encode(labels, [LONG_AGO], () => 1)
  const head = literalHead(request.length)
  const every = request.length / SERIES
  const time = head.length + every - TIME_BYTES
  return {
    bytes: Buffer.concat([head, request]),
    layout: { series: SERIES, every, time, prefix: time - BEFORE_TIME - DIGITS - PREFIX_DIGITS },
  }
}

/** One snappy block of a single literal: its length, and a tag with the length less one in three bytes (google/snappy, format_description.txt). */
function literalHead(length: number): Uint8Array {
  const head = new Uint8Array(10)
  const end = putVarint(head, 0, length)
  head[end] = 62 << 2
  head[end + 1] = (length - 1) & 255
  head[end + 2] = ((length - 1) >>> 8) & 255
  head[end + 3] = ((length - 1) >>> 16) & 255
  return head.slice(0, end + 4)
}
