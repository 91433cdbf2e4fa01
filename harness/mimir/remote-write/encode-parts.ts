import { encodeField } from './encode.ts'
import { fixed64, putVarint, varint, varintOf, varintSize } from './wire.ts'

/**
 * What samples and exemplars have in both versions: `double` in a field, and in the next one `int64 timestamp`, ms.
 * @param value also bytes of a float64, where its bits matter as those of a stale marker
 */
export function encodeValueAt(field: number, value: number | Uint8Array, timestamp: number): Buffer {
  const bytes = Buffer.alloc(10 + varintSize(timestamp))
  bytes[0] = fixed64(field)
  if (typeof value === 'number') bytes.writeDoubleLE(value, 1)
  else bytes.set(value, 1)
  bytes[9] = varint(field + 1)
  putVarint(bytes, 10, timestamp)
  return bytes
}

/** `repeated uint32 labels_refs = 1` of remote write 2.0. @param place of a text in the table of the request */
export const encodeRefs = (
  labels: readonly (readonly [name: string, value: string])[],
  place: (symbol: string) => number,
): Buffer => encodeField(1, Buffer.concat(labels.flat().map(symbol => varintOf(place(symbol)))))
