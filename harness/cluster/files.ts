import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fleet } from '../fleet/fleet.ts'

/** Writes files of a fleet into a folder that all pods read; one that reads sees a file whole, the old one or the new one. @param names default all */
export async function writeFiles(folder: string, { files }: Fleet, names = Object.keys(files)): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const name of names) {
    const path = join(folder, name)
    await writeFile(`${path}.new`, files[name]!.content)
    await rename(`${path}.new`, path)
  }
}
