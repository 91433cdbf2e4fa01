import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { sibling } from '../../harness/util/sibling.ts'
import { type Image, qualified, writeImageArchive } from './image-archive.ts'
import { CONTAINED } from './rootfs.ts'
import { type BuildOptions, shell } from './shell.ts'

const script = fileURLToPath(new URL('files/import-images.sh', import.meta.url))

/** For the keys of steps that add images. */
export const addImagesSources = [fileURLToPath(import.meta.url), sibling(import.meta.url, './image-archive'), script]

/**
 * Puts images into the store of a node's containerd, as kind does when it builds a node image.
 * @param root the node's root file system.
 * @throws Error when one is not there afterwards.
 */
export async function addImages(root: string, images: readonly Image[], options: BuildOptions): Promise<void> {
  const archive = `${root}-images.tar`
  await writeImageArchive(archive, images, 'zstd', options)
  const sh = shell(options)
  const { stdout } = await sh`${CONTAINED} --net --mount-proc=${root}/proc bash ${script} ${root} ${archive}`
  const there = stdout.split('\n')
  const missing = images.map(({ name }) => qualified(name)).filter(name => !there.includes(name))
  if (missing.length > 0) throw new Error(`containerd did not take ${missing.join(', ')}`)
  await rm(archive)
}
