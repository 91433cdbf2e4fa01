import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tail } from '../../../../harness/cluster/process/log.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-log-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(text: string): Promise<string> {
  const path = join(folder, 'log')
  await writeFile(path, text)
  return path
}

test.each([
  ['a\nb\nc\n', ['b', 'c']],
  ['a\nb\nc', ['b', 'c']],
  ['a\n\n\nb\n\n', ['a', 'b']],
  ['a', ['a']],
  ['', []],
])('the last two lines of %j', async (text, lines) => expect(await tail(await file(text), 2)).toEqual(lines))

test('of a long log only the end is read', async () => {
  const lines = Array.from({ length: 100_000 }, (_, i) => `line ${i}`)
  const path = await file(lines.join('\n'))
  expect(await tail(path, 3)).toEqual(lines.slice(-3))
  const all = await tail(path, 100_000)
  expect([all.length < 10_000, all.slice(1)]).toEqual([true, lines.slice(1 - all.length)])
})

test('an absent log has no lines', async () => {
  expect(await tail(join(folder, 'none'), 3)).toEqual([])
})
