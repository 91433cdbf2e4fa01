/**
 * Decompresses one block of snappy (github.com/google/snappy, format_description.txt), as remote read answers with.
 * @throws Error when it is none
 */
export function decompress(bytes: Uint8Array): Buffer {
  let at = 0
  const next = (): number => bytes[at++] ?? wrong('it ends too early')
  const little = (length: number): number => {
    let value = 0
    for (let i = 0; i < length; i++) value += next() * 2 ** (8 * i)
    return value
  }
  let size = 0
  for (let shift = 0, more = true; more; shift += 7) {
    const byte = next()
    size += (byte & 127) * 2 ** shift
    more = byte > 127
  }
  const out = Buffer.alloc(size)
  let end = 0
  while (at < bytes.length) {
    const tag = next()
    if ((tag & 3) === 0) {
      const short = tag >> 2
      const length = 1 + (short < 60 ? short : little(short - 59))
      if (at + length > bytes.length || end + length > size) wrong('a literal is too long')
      out.set(bytes.subarray(at, at + length), end)
      at += length
      end += length
      continue
    }
    const [length, offset] =
      (tag & 3) === 1
        ? [4 + ((tag >> 2) & 7), ((tag >> 5) << 8) + next()]
        : [1 + (tag >> 2), little((tag & 3) === 2 ? 2 : 4)]
    if (offset === 0 || offset > end || end + length > size) wrong('a copy leads out of it')
    // A copy may overlap itself, so it goes byte by byte.
    for (let i = 0; i < length; i++, end++) out[end] = out[end - offset]!
  }
  return end === size ? out : wrong(`${end} of ${size} bytes`)
}

function wrong(why: string): never {
  throw new Error(`not a block of snappy: ${why}`)
}
