import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { command } from '../../../../harness/util/command.ts'
import {
  configOf,
  dockerManifest,
  indexOf,
  manifestOf,
  qualified,
  writeImageArchive,
} from '../../../../kind/offline/image-archive.ts'
import { sha256OfFile } from '../../../../kind/offline/key.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'))
})
afterEach(() => rm(folder, { recursive: true }))

const config = { digest: 'sha256:c0ffee', size: 200 }
const layer = { digest: 'sha256:1a7e5', size: 4096 }
const manifest = { digest: 'sha256:3a41f', size: 300 }

test('names are as people write them, and whole for containerd', () => {
  const names = [
    'busybox:1',
    'grafana/mimir:3.0.5',
    'registry.k8s.io/pause:3.10',
    'localhost/a:1',
    'localhost:5000/a:1',
  ]
  expect(names.map(qualified)).toEqual([
    'docker.io/library/busybox:1',
    'docker.io/grafana/mimir:3.0.5',
    'registry.k8s.io/pause:3.10',
    'localhost/a:1',
    'localhost:5000/a:1',
  ])
})

test('the documents of an image', () => {
  const documents = {
    config: { ...configOf({ Entrypoint: ['/bin/mimir'], User: '65532' }, layer.digest), architecture: 'amd64' },
    manifest: manifestOf(config, layer, 'zstd'),
    plain: manifestOf(config, layer, 'none').layers[0]?.mediaType,
    index: indexOf([{ name: 'grafana/mimir:3.0.5', manifest }]).manifests.map(({ platform: _, ...it }) => it),
    docker: dockerManifest([{ name: 'grafana/mimir:3.0.5', id: config, layer }]),
  }
  expect(documents).toMatchInlineSnapshot(`
    {
      "config": {
        "architecture": "amd64",
        "config": {
          "Entrypoint": [
            "/bin/mimir",
          ],
          "User": "65532",
        },
        "history": [
          {
            "created_by": "mimir-gauntlet",
          },
        ],
        "os": "linux",
        "rootfs": {
          "diff_ids": [
            "sha256:1a7e5",
          ],
          "type": "layers",
        },
      },
      "docker": [
        {
          "Config": "blobs/sha256/c0ffee",
          "Layers": [
            "blobs/sha256/1a7e5",
          ],
          "RepoTags": [
            "grafana/mimir:3.0.5",
          ],
        },
      ],
      "index": [
        {
          "annotations": {
            "io.containerd.image.name": "docker.io/grafana/mimir:3.0.5",
          },
          "digest": "sha256:3a41f",
          "mediaType": "application/vnd.oci.image.manifest.v1+json",
          "size": 300,
        },
      ],
      "manifest": {
        "config": {
          "digest": "sha256:c0ffee",
          "mediaType": "application/vnd.oci.image.config.v1+json",
          "size": 200,
        },
        "layers": [
          {
            "digest": "sha256:1a7e5",
            "mediaType": "application/vnd.oci.image.layer.v1.tar+zstd",
            "size": 4096,
          },
        ],
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "schemaVersion": 2,
      },
      "plain": "application/vnd.oci.image.layer.v1.tar",
    }
  `)
})

async function unpacked(archive: string): Promise<string> {
  const into = join(folder, 'unpacked')
  await mkdir(into)
  await command('tar', ['-C', into, '-xf', archive])
  return into
}

test('an archive holds the folder as its only layer, and every blob under its digest', async () => {
  const root = join(folder, 'root')
  await mkdir(join(root, 'bin'), { recursive: true })
  await mkdir(join(root, 'dev'))
  await writeFile(join(root, 'bin', 'hello'), '#!/bin/sh\n', { mode: 0o755 })
  await writeFile(join(root, 'dev', 'null'), '')
  const file = join(folder, 'image.tar')
  await writeImageArchive(file, [{ name: 'local/hello:1', root, config: { Cmd: ['hello'] } }], 'zstd', {})

  const into = await unpacked(file)
  const read = async (path: string) => JSON.parse(await readFile(join(into, path), 'utf8'))
  const [docker] = await read('manifest.json')
  const index = await read('index.json')
  const oci = await read(`blobs/${index.manifests[0].digest.replace(':', '/')}`)
  for (const { digest, size } of [oci.config, ...oci.layers, index.manifests[0]]) {
    const blob = join(into, 'blobs', digest.replace(':', '/'))
    expect([`sha256:${await sha256OfFile(blob)}`, (await stat(blob)).size]).toEqual([digest, size])
  }
  expect(docker.Config).toBe(`blobs/${oci.config.digest.replace(':', '/')}`)

  const tar = join(folder, 'layer.tar')
  await command('zstd', ['-dqo', tar, join(into, docker.Layers[0])])
  const { rootfs } = await read(docker.Config)
  const { stdout } = await command('tar', ['-tf', tar])
  expect([rootfs.diff_ids, stdout.trim().split('\n')]).toEqual([
    [`sha256:${await sha256OfFile(tar)}`],
    ['./', './bin/', './bin/hello', './dev/'],
  ])
})

test('the same folder gives the same image at any time', async () => {
  const root = join(folder, 'root')
  const pack = async (name: string) => {
    await mkdir(root)
    await writeFile(join(root, 'file'), 'text')
    await writeImageArchive(join(folder, name), [{ name: 'local/a:1', root, config: {} }], 'none', {})
    await rm(root, { recursive: true })
    return sha256OfFile(join(folder, name))
  }
  expect(await pack('first.tar')).toEqual(await pack('second.tar'))
})
