import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PodTemplate } from '../../fleet/fleet.ts'
import { giveTo } from './users.ts'

/** Makes a pod's volume and the folders that it mounts, where they are not there, for whom the pod runs as. */
export async function prepareVolume(volume: string, { mounts = {}, runAs }: PodTemplate): Promise<void> {
  const folders = [volume, ...Object.values(mounts).map(({ subPath }) => join(volume, subPath))]
  for (const folder of folders) {
    await mkdir(folder, { recursive: true })
    if (runAs) await giveTo(runAs, folder)
  }
}

/** Bytes of all files below a folder; 0 where there is none. */
export async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const sizes = entries
    .filter(e => e.isFile())
    .map(e =>
      stat(join(e.parentPath, e.name)).then(
        s => s.size,
        () => 0,
      ),
    )
  return (await Promise.all(sizes)).reduce((a, b) => a + b, 0)
}
