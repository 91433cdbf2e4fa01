import { putVarint } from './wire.ts'

/**
 * Snappy's block format without framing, as remote write asks for it (github.com/google/snappy, format_description.txt): the length as a
 * varint, then literals and copies from up to 64 KiB back. Made for many similar labels: a greedy search for four equal
 * bytes, compared a word at a time. It costs about a third of the CPU of the general JavaScript one.
 */

const BLOCK = 1 << 16
const HASH_BITS = 12
/** Last position of each four-byte hash, from the beginning of the block. Shared by all calls: compression never yields. */
const positions = new Uint16Array(1 << HASH_BITS)
/** Words are read up to this near to the end of a block. */
const MARGIN = 8

/** Reused by all calls: compression never yields. */
let out = new Uint8Array(64 * 1024)
let end = 0

/** Compresses bytes to one snappy block. Returns an array of its own. */
export function compress(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  // A literal of 61 bytes and a copy of 4 cost 66: the worst there is, and well below a sixth more.
  const worst = 32 + bytes.length + Math.ceil(bytes.length / 6)
  if (out.length < worst) out = new Uint8Array(2 * worst)
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  end = putVarint(out, 0, bytes.length)
  for (let from = 0; from < bytes.length; from += BLOCK) {
    compressBlock(bytes, words, from, Math.min(bytes.length, from + BLOCK))
  }
  return out.slice(0, end)
}

function compressBlock(bytes: Uint8Array, words: DataView, from: number, to: number): void {
  positions.fill(0)
  const limit = to - MARGIN
  let literal = from
  let at = from + 1
  // Strides grow by one every 32 misses, so that bytes which do not compress cost little.
  let misses = 32
  while (at < limit) {
    const word = words.getInt32(at, true)
    const hash = Math.imul(word, 0x1e35a7bd) >>> (32 - HASH_BITS)
    const candidate = from + positions[hash]!
    positions[hash] = at - from
    if (words.getInt32(candidate, true) !== word) {
      at += misses++ >> 5
      continue
    }
    if (at > literal) putLiteral(bytes, literal, at)
    let length = 4
    while (at + length < limit && words.getInt32(at + length, true) === words.getInt32(candidate + length, true)) {
      length += 4
    }
    while (at + length < to && bytes[at + length] === bytes[candidate + length]) length++
    putCopy(at - candidate, length)
    at += length
    literal = at
    misses = 32
  }
  if (to > literal) putLiteral(bytes, literal, to)
}

/** Bytes as they are: the length in the tag up to 60, else in one or two bytes behind it. */
function putLiteral(bytes: Uint8Array, from: number, to: number): void {
  const length = to - from
  if (length <= 60) {
    out[end++] = (length - 1) << 2
  } else if (length <= 256) {
    out[end++] = 60 << 2
    out[end++] = length - 1
  } else {
    out[end++] = 61 << 2
    out[end++] = (length - 1) & 255
    out[end++] = (length - 1) >>> 8
  }
  for (let i = from; i < to; i++) out[end++] = bytes[i]!
}

/** Copies with a two-byte offset: 1 to 64 bytes each. */
function putCopy(offset: number, length: number): void {
  for (let left = length; left > 0; left -= 64) {
    out[end++] = 2 | ((Math.min(left, 64) - 1) << 2)
    out[end++] = offset & 255
    out[end++] = offset >>> 8
  }
}
