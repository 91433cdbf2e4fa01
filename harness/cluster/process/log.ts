import { open } from 'node:fs/promises'

/** The last lines of a file, reading at most its last 64 KiB. An absent file has none. */
export async function tail(path: string, lines: number): Promise<string[]> {
  const file = await open(path).catch(() => undefined)
  if (!file) return []
  try {
    const { size } = await file.stat()
    const length = Math.min(size, 64 << 10)
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length)
    const all = buffer.toString('utf8').split('\n').filter(Boolean)
    return all.slice(-lines)
  } finally {
    await file.close()
  }
}
