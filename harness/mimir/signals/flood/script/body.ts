import exec from 'k6/execution'
import { WriteRequestEncoder } from '../../../remote-write/encode.ts'
import { putVarint } from '../../../remote-write/wire.ts'

/**
 * The body of a remote-write request, made once for each client of k6. For another request only the timestamps are written into it, and for a flood of new series the
 * digits of their numbers: to encode and compress each anew would take a core.
 */

/** Series of a request. */
const SERIES = 500
/** Digits of the number of a series. */
const DIGITS = 10

const isCardinality = __ENV.KIND === 'cardinality'

/** Milliseconds since the epoch take six bytes as a varint until the year 2109. */
const TIME_BYTES = 6

interface Body {
  bytes: Uint8Array<ArrayBuffer>
  /** Where the timestamps, and the numbers of the series, begin. */
  times: readonly number[]
  numbers: readonly number[]
}

let body: Body | undefined
let requests = 0

/** A request at this moment, ms. The array is the client's own, good until its next request. */
export function requestAt(now: number): ArrayBuffer {
  body ??= bodyOf(now)
  const { bytes, times, numbers } = body
  const time = new Uint8Array(TIME_BYTES)
  putVarint(time, 0, now)
  for (const at of times) bytes.set(time, at)
  if (isCardinality) {
    // Of each client another ten thousand times a request's series: none comes twice.
    const first = (exec.vu.idInTest * 10_000 + requests++) * SERIES
    for (const [i, at] of numbers.entries()) bytes.set(ascii(digits(first + i)), at)
  }
  return bytes.buffer
}

function bodyOf(now: number): Body {
  const encoder = new WriteRequestEncoder()
  const labels = Array.from({ length: SERIES }, (_, i) => labelsOf(i))
  const request = encoder.encode(labels, [now], () => 1)
  const head = literalHead(request.length)
  const bytes = new Uint8Array(head.length + request.length)
  bytes.set(head)
  bytes.set(request, head.length)
  const times: number[] = []
  const numbers: number[] = []
  // Every series is as long as every other: the number has always as many digits.
  const length = request.length / SERIES
  for (let i = 0; i < SERIES; i++) {
    const from = head.length + i * length
    times.push(from + length - TIME_BYTES)
    numbers.push(from + length - SAMPLE_BYTES - DIGITS)
  }
  return { bytes, times, numbers }
}

/** Header of a sample, its value and its timestamp, as the encoder writes them. */
const SAMPLE_BYTES = 2 + 9 + 1 + TIME_BYTES

/** Labels in order; the number comes last, so that it stands right before the sample. */
const labelsOf = (i: number): Uint8Array =>
  joined([
    label('__name__', 'noise'),
    label('client', isCardinality ? 'new' : 'same'),
    label('job', 'noisy-neighbour'),
    label('series', digits(i)),
  ])

const label = (name: string, value: string): Uint8Array =>
  field(1, joined([field(1, ascii(name)), field(2, ascii(value))]))

/** Lengths below 128 take one byte. */
const field = (n: number, bytes: Uint8Array): Uint8Array =>
  joined([new Uint8Array([(n << 3) | 2, bytes.length]), bytes])

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const digits = (n: number): string => String(n).padStart(DIGITS, '0')

const ascii = (text: string): Uint8Array => Uint8Array.from(text, c => c.charCodeAt(0))

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
