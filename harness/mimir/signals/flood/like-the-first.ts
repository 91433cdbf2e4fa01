import { putVarint, varintSize } from '../../remote-write/wire.ts'

/** The most bytes of one copy. */
const LONGEST_COPY = 64

/**
 * Snappy's block format (google/snappy, format_description.txt) of records that are all alike but for one place. Each record behind the first is written as
 * copies of the one before it, and that place. So what changes in the first changes in all, wherever it is that they are alike.
 * @param every bytes of a record: from 61 to 256
 * @param own where records differ, in bytes from a record's begin: 60 at most
 * @returns `first`: where the first record begins
 */
export function likeTheFirst(
  records: Uint8Array,
  every: number,
  own: { at: number; length: number },
): { bytes: Uint8Array; first: number } {
  const head = new Uint8Array(varintSize(records.length))
  putVarint(head, 0, records.length)
  const literal = Uint8Array.of(60 << 2, every - 1)
  const [before, behind] = [copies(own.at, every), copies(every - own.at - own.length, every)]
  const others = Array.from({ length: records.length / every - 1 }, (_, i) => {
    const from = (i + 1) * every + own.at
    return [before, Uint8Array.of((own.length - 1) << 2), records.subarray(from, from + own.length), behind]
  })
  return {
    bytes: Buffer.concat([head, literal, records.subarray(0, every), ...others.flat()]),
    first: head.length + literal.length,
  }
}

/** So many bytes as they are so far back, below 65,536. */
function copies(length: number, back: number): Uint8Array {
  const parts = Array.from({ length: Math.ceil(length / LONGEST_COPY) }, (_, i) => {
    const bytes = Math.min(LONGEST_COPY, length - i * LONGEST_COPY)
    return [((bytes - 1) << 2) | 2, back & 255, back >>> 8]
  })
  return Uint8Array.from(parts.flat())
}
