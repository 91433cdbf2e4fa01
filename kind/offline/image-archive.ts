import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256, sha256OfFile } from './key.ts'
import { type BuildOptions, shell } from './shell.ts'

/** How a container of an image starts, in the words of the OCI image specification. */
export interface ImageConfig {
  Entrypoint?: readonly string[]
  Cmd?: readonly string[]
  Env?: readonly string[]
  User?: string
  StopSignal?: string
}

/** An image FROM scratch: a folder that becomes its only layer. */
export interface Image {
  /** As people write it: `grafana/mimir:3.0.5`. */
  name: string
  root: string
  config: ImageConfig
}

interface Blob {
  digest: string
  size: number
}

/**
 * Writes images into one tar file that is both an OCI layout (for containerd) and what `docker load` reads.
 * @param compression of the layers. zstd for containerd alone; Docker before 23 wants none.
 */
export async function writeImageArchive(
  file: string,
  images: readonly Image[],
  compression: 'zstd' | 'none',
  options: BuildOptions,
): Promise<void> {
  const work = await mkdtemp(join(dirname(file), '.archive-'))
  try {
    const blobs = join(work, 'blobs', 'sha256')
    await mkdir(blobs, { recursive: true })
    const put = async (document: object): Promise<Blob> => {
      const text = JSON.stringify(document)
      await writeFile(join(blobs, sha256(text)), text)
      return { digest: `sha256:${sha256(text)}`, size: Buffer.byteLength(text) }
    }
    const written = []
    for (const { name, root, config } of images) {
      const { diffId, layer } = await writeLayer(root, blobs, compression, options)
      const id = await put(configOf(config, diffId))
      const manifest = await put(manifestOf(id, layer, compression))
      written.push({ name, id, layer, manifest })
    }
    const documents = {
      'oci-layout': { imageLayoutVersion: '1.0.0' },
      'index.json': indexOf(written),
      'manifest.json': dockerManifest(written),
    }
    for (const [name, document] of Object.entries(documents))
      await writeFile(join(work, name), JSON.stringify(document))
    const sh = shell(options, work)
    await sh`tar --numeric-owner --owner=0 --group=0 --mtime=@0 -cf ${file}.part oci-layout index.json manifest.json blobs`
    await rename(`${file}.part`, file)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** The same folder always gives the same layer: names in order, no times. Mount points of a container stay empty. */
async function writeLayer(
  root: string,
  blobs: string,
  compression: 'zstd' | 'none',
  options: BuildOptions,
): Promise<{ diffId: string; layer: Blob }> {
  const plain = join(blobs, 'layer.tar')
  const sh = shell(options)
  await sh`tar -C ${root} --sort=name --mtime=@0 --numeric-owner --exclude=./dev/* --exclude=./proc/* --exclude=./sys/* --exclude=./run/* -cf ${plain} .`
  const diffId = `sha256:${await sha256OfFile(plain)}`
  const packed = compression === 'zstd' ? join(blobs, 'layer.tar.zst') : plain
  if (compression === 'zstd') await sh`zstd -q -T0 --rm ${plain}`
  const digest = compression === 'zstd' ? `sha256:${await sha256OfFile(packed)}` : diffId
  const { size } = await stat(packed)
  await rename(packed, join(blobs, digest.slice('sha256:'.length)))
  return { diffId, layer: { digest, size } }
}

const MEDIA = 'application/vnd.oci.image'
const ARCHITECTURE = process.arch === 'x64' ? 'amd64' : process.arch

export const configOf = (config: ImageConfig, diffId: string) => ({
  architecture: ARCHITECTURE,
  os: 'linux',
  config,
  rootfs: { type: 'layers', diff_ids: [diffId] },
  history: [{ created_by: 'mimir-gauntlet' }],
})

export const manifestOf = (config: Blob, layer: Blob, compression: 'zstd' | 'none') => ({
  schemaVersion: 2,
  mediaType: `${MEDIA}.manifest.v1+json`,
  config: { mediaType: `${MEDIA}.config.v1+json`, ...config },
  layers: [{ mediaType: `${MEDIA}.layer.v1.tar${compression === 'zstd' ? '+zstd' : ''}`, ...layer }],
})

/** What containerd reads; it takes names as they are, so that they must be whole. */
export const indexOf = (images: readonly { name: string; manifest: Blob }[]) => ({
  schemaVersion: 2,
  mediaType: `${MEDIA}.index.v1+json`,
  manifests: images.map(({ name, manifest }) => ({
    mediaType: `${MEDIA}.manifest.v1+json`,
    ...manifest,
    annotations: { 'io.containerd.image.name': qualified(name) },
    platform: { architecture: ARCHITECTURE, os: 'linux' },
  })),
})

/** What `docker load` reads. */
export const dockerManifest = (images: readonly { name: string; id: Blob; layer: Blob }[]) =>
  images.map(({ name, id, layer }) => ({ Config: pathOf(id), RepoTags: [name], Layers: [pathOf(layer)] }))

const pathOf = ({ digest }: Blob): string => `blobs/${digest.replace(':', '/')}`

/** An image's name with its registry, which people leave out when it is Docker's. */
export function qualified(name: string): string {
  const [first = '', ...rest] = name.split('/')
  if (rest.length === 0) return `docker.io/library/${name}`
  return /[.:]|^localhost$/.test(first) ? name : `docker.io/${name}`
}
