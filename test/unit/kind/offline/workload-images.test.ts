import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { command } from '../../../../harness/util/command.ts'
import { reason } from '../../../../harness/util/errors.ts'
import { binaryImage } from '../../../../kind/offline/workload-images.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'image-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** The head of a 64-bit Linux program with one program header of this type: 1 is loaded code, 3 asks for shared libraries. */
async function program(type: number): Promise<string> {
  const head = Buffer.alloc(64 + 56)
  head.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  head.writeBigUInt64LE(64n, 0x20)
  head.writeUInt16LE(56, 0x36)
  head.writeUInt16LE(1, 0x38)
  head.writeUInt32LE(type, 64)
  const file = join(folder, 'binary')
  await writeFile(file, head)
  return file
}

const image = { name: 'grafana/mimir:2.17.0', program: 'mimir', user: 65532 }

test('a static binary becomes an archive that names its image', async () => {
  const file = await binaryImage({ ...image, binary: await program(1) }, join(folder, 'mimir.tar'))
  const { stdout } = await command('tar', ['-xOf', file, 'manifest.json'])
  expect([file, JSON.parse(stdout)[0].RepoTags]).toEqual([join(folder, 'mimir.tar'), ['grafana/mimir:2.17.0']])
})

test('a binary that an image FROM scratch cannot run is refused', async () => {
  const script = join(folder, 'script')
  await writeFile(script, '#!/bin/sh\nexec mimir "$@"\n')
  const refusal = (binary: string) => binaryImage({ ...image, binary }, join(folder, 'mimir.tar')).catch(reason)
  expect([await refusal(await program(3)), await refusal(script)]).toEqual([
    `${folder}/binary needs shared libraries, its image has none: give one built with CGO_ENABLED=0, as release binaries are`,
    `${script} is not a Linux program: give one built with CGO_ENABLED=0, as release binaries are`,
  ])
})
