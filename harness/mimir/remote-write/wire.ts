/** Just enough of the protobuf wire format (protobuf.dev/programming-guides/encoding) for a remote-write request. */

/** The tag byte of a field that carries a length and then its bytes. */
export const lengthDelimited = (field: number): number => (field << 3) | 2
/** The tag byte of a field that carries eight bytes, little-endian. */
export const fixed64 = (field: number): number => (field << 3) | 1
/** The tag byte of a field that carries a varint. */
export const varint = (field: number): number => field << 3

/** Bytes that an integer takes as a varint: seven bits a byte. */
export function varintSize(value: number): number {
  let size = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++
  return size
}

/** A non-negative safe integer as a varint. */
export function varintOf(value: number): Buffer {
  const bytes = Buffer.alloc(varintSize(value))
  putVarint(bytes, 0, value)
  return bytes
}

/**
 * Writes a non-negative safe integer as a varint at `at`, and returns the position behind it.
 * Above 31 bits it must not use bit operators, which would cut it off.
 */
export function putVarint(bytes: Uint8Array, at: number, value: number): number {
  let rest = value
  let end = at
  while (rest > 0x7fff_ffff) {
    bytes[end++] = (rest % 128) | 128
    rest = Math.floor(rest / 128)
  }
  while (rest > 127) {
    bytes[end++] = (rest & 127) | 128
    rest >>>= 7
  }
  bytes[end++] = rest
  return end
}
