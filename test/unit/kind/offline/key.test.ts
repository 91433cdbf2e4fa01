import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keyOf } from '../../../../kind/offline/key.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'key-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function module(name: string, goMod: string): Promise<string> {
  const path = join(folder, name)
  await mkdir(path)
  await writeFile(join(path, 'go.mod'), goMod)
  return path
}

test('the same content has the same key, wherever it lies', async () => {
  const [here, there] = [await module('here', 'module a'), await module('there', 'module a')]
  expect(await keyOf({ values: { tags: ['x'] }, files: [here] })).toBe(
    await keyOf({ values: { tags: ['x'] }, files: [there] }),
  )
})

test('a value, a file, the name of a file, and what it builds upon change the key', async () => {
  const source = await module('a', 'module a')
  const other = await module('b', 'module b')
  await writeFile(join(await module('c', 'module a'), 'main.go'), '')
  const keys = await Promise.all([
    keyOf({ values: 1, files: [source] }),
    keyOf({ values: 2, files: [source] }),
    keyOf({ values: 1, files: [other] }),
    keyOf({ values: 1, files: [join(folder, 'c')] }),
    keyOf({ values: 1, files: [source] }, ['0123456789abcdef']),
  ])
  expect(new Set(keys).size).toBe(5)
  expect(keys[0]).toMatch(/^[0-9a-f]{16}$/)
})

test('large files count by all of their content', async () => {
  const file = join(folder, 'binary')
  const content = Buffer.alloc(3 << 20)
  await writeFile(file, content)
  const before = await keyOf({ files: [file] })
  content[content.length - 1] = 1
  await writeFile(file, content)
  expect(await keyOf({ files: [file] })).not.toBe(before)
})
