import { createRequire } from 'node:module'
import { reason } from '../../util/errors.ts'
import { encodeField } from './encode.ts'
import { compress } from './snappy.ts'
import { varint, varintOf } from './wire.ts'

/**
 * A request of remote read (prompb/remote.proto of Prometheus) for the floats of what has these labels:
 *
 *     ReadRequest  { repeated Query queries = 1 }
 *     Query        { int64 start_timestamp_ms = 1; int64 end_timestamp_ms = 2; repeated LabelMatcher matchers = 3 }
 *     LabelMatcher { Type type = 1; string name = 2; string value = 3 }    type 0: equal
 *
 * @param from first and last timestamp asked for, ms
 * @returns the body, compressed
 */
export function encodeReadRequest(
  from: number,
  to: number,
  labels: readonly [name: string, value: string][],
): Uint8Array {
  const matchers = labels.map(([name, value]) =>
    encodeField(3, Buffer.concat([encodeField(2, Buffer.from(name)), encodeField(3, Buffer.from(value))])),
  )
  return compress(encodeField(1, Buffer.concat([integer(1, from), integer(2, to), ...matchers])))
}

const integer = (field: number, value: number): Buffer => Buffer.concat([varintOf(varint(field)), varintOf(value)])

/** Loads it with the first answer: who lists scenarios does without. */
const load = createRequire(import.meta.url)

function decompressed(body: Uint8Array): Buffer {
  const { uncompress } = load('snappyjs') as typeof import('snappyjs')
  try {
    return Buffer.from(uncompress(body))
  } catch (thrown) {
    throw new Error(`not a block of snappy: ${reason(thrown)}`)
  }
}

/** A series in an answer of remote read: eight bytes for each value, as what tells one NaN from another is lost in a number. */
export interface ReadSeries {
  labels: Record<string, string>
  samples: { timestamp: number; value: Buffer }[]
}

/**
 * The series of an answer that has samples and no chunks:
 *
 *     ReadResponse { repeated QueryResult results = 1 }    QueryResult { repeated TimeSeries timeseries = 1 }
 *
 * @throws Error when it can not be read
 */
export const decodeReadResponse = (body: Uint8Array): ReadSeries[] =>
  fieldsOf(decompressed(body))
    .flatMap(result => fieldsOf(bytesIn(result)))
    .map(series => {
      const fields = fieldsOf(bytesIn(series))
      const of = (number: number) => fields.filter(it => it.number === number).map(it => fieldsOf(bytesIn(it)))
      return { labels: Object.fromEntries(of(1).map(labelOf)), samples: of(2).map(sampleOf) }
    })

const labelOf = (fields: readonly Field[]): [name: string, value: string] => [textOf(fields, 1), textOf(fields, 2)]

const textOf = (fields: readonly Field[], number: number): string => {
  const field = fields.find(it => it.number === number)
  return field === undefined ? '' : bytesIn(field).toString()
}

/** Whoever writes it leaves out what is 0. */
function sampleOf(fields: readonly Field[]): ReadSeries['samples'][number] {
  const [value, timestamp] = [1, 2].map(number => fields.find(it => it.number === number)?.value)
  return {
    value: Buffer.isBuffer(value) ? value : Buffer.alloc(8),
    timestamp: typeof timestamp === 'number' ? timestamp : 0,
  }
}

/** A field of a message: a number where it is a varint, else its bytes. */
interface Field {
  number: number
  value: number | Buffer
}

function fieldsOf(bytes: Buffer): Field[] {
  const fields: Field[] = []
  let at = 0
  const number = (): number => {
    for (let value = 0, scale = 1; at < bytes.length; scale *= 128) {
      const byte = bytes[at++]!
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
    throw new Error('not a message: it ends too early')
  }
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new Error('not a message: it ends too early')
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const tag = number()
    fields.push({ number: tag >> 3, value: valueOfType(tag & 7) })
  }
  return fields

  function valueOfType(type: number): number | Buffer {
    if (type === 0) return number()
    if (type === 1) return take(8)
    if (type === 2) return take(number())
    throw new Error(`not a message: a field of type ${type}`)
  }
}

function bytesIn({ number, value }: Field): Buffer {
  if (Buffer.isBuffer(value)) return value
  throw new Error(`not an answer of remote read: field ${number} is a number`)
}
