import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Everything that decides what a step makes: plain values, and files or folders by their content. */
export interface Inputs {
  values?: unknown
  /** Paths; a folder counts with everything in it. */
  files?: readonly string[]
}

/**
 * A short name for these inputs and the keys of what they build upon. The same content has the same key wherever it lies, so that a
 * checkout elsewhere finds what another one built.
 */
export async function keyOf({ values, files = [] }: Inputs, needs: readonly string[] = []): Promise<string> {
  const contents = await Promise.all(files.map(contentOf))
  return sha256(JSON.stringify({ values, contents, needs })).slice(0, 16)
}

async function contentOf(path: string): Promise<string> {
  if (!(await stat(path)).isDirectory()) return sha256OfFile(path)
  const names = (await readdir(path)).sort()
  const parts = await Promise.all(names.map(async name => [name, await contentOf(join(path, name))]))
  return sha256(JSON.stringify(parts))
}

export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')

export async function sha256OfFile(path: string): Promise<string> {
  const { size } = await stat(path)
  if (size < 1 << 20) return sha256(await readFile(path))
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}
