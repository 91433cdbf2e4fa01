import { join } from 'node:path'
import { expect, test } from 'vitest'
import { slot } from '../../../harness/toolchain/cache.ts'
import { locate } from '../../../harness/toolchain/locate.ts'
import type { ResolveOptions } from '../../../harness/toolchain/resolve-options.ts'
import { sandbox, script, tiny, writeBinary } from './tiny.ts'

/** A machine with these binaries; what is located there, and what was said on the way. */
async function located(has: { path?: string; cache?: string; own?: string }, options: ResolveOptions = {}) {
  await using box = await sandbox()
  const write = (file: string, version: string) => writeBinary(file, script(version))
  if (has.path !== undefined) await write(join(box.folder, 'bin', 'tiny'), has.path)
  if (has.own !== undefined) await write(join(box.folder, 'own'), has.own)
  if (has.cache !== undefined) await write(slot(tiny, has.cache, box.env).binary, has.cache)
  const env: NodeJS.ProcessEnv = { ...box.env, PATH: `${join(box.folder, 'bin')}:${box.env.PATH}`, ...options.env }
  if (env.TINY_BIN) env.TINY_BIN = join(box.folder, env.TINY_BIN)
  const given = options.given?.replace('~', box.folder)
  const lines: string[] = []
  const plain = (text: string) => text.replaceAll(box.folder, '~')
  try {
    const onProgress = (line: string) => lines.push(plain(line))
    const tool = await locate(tiny, { ...options, given, env, onProgress })
    return [tool && `${tool.version} from ${tool.source}`, ...lines]
  } catch (thrown) {
    return [plain((thrown as Error).message), ...lines]
  }
}

test('the order: given, environment, PATH, cache, none', async () => {
  const all = { path: '1.5.0', cache: '1.2.3', own: '1.6.0' }
  expect(await located(all, { given: '~/own' })).toEqual(['1.6.0 from given'])
  expect(await located(all, { env: { TINY_BIN: 'own' } })).toEqual(['1.6.0 from given'])
  expect(await located(all)).toEqual(['1.5.0 from PATH'])
  expect(await located({ cache: '1.2.3' })).toEqual(['1.2.3 from cache'])
  expect(await located({ cache: '1.3.0-dev.20260101' })).toEqual(['1.3.0-dev.20260101 from cache'])
  expect(await located({})).toEqual([undefined])
})

test('a version that is asked for is found on PATH or in the cache, and no other will do', async () => {
  expect(await located({ path: '1.5.0' }, { given: '1.5.0' })).toEqual(['1.5.0 from PATH'])
  expect(await located({ path: '1.5.0', cache: '1.4.0' }, { given: 'v1.4.0' })).toEqual([
    '1.4.0 from cache',
    'passing over ~/bin/tiny: it is 1.5.0, wanted is 1.4.0',
  ])
  expect(await located({ cache: '1.2.3' }, { given: '1.4.0' })).toEqual([undefined])
})

test('what is on PATH is passed over when it will not do', async () => {
  expect(await located({ path: '1.0.0', cache: '1.2.3' })).toEqual([
    '1.2.3 from cache',
    'passing over ~/bin/tiny: ~/bin/tiny is Tiny 1.0.0; the oldest supported is 1.1',
  ])
})

test('a stated version is for a binary that does not know its own', async () => {
  expect(await located({ path: 'unknown' }, { statedVersion: '1.5.0' })).toEqual(['1.5.0 from PATH'])
  expect(await located({ cache: '1.2.3' }, { statedVersion: '1.5.0' })).toEqual([
    '--tiny-version 1.5.0 is for a binary that does not know its version, and none was given: give the binary with --tiny PATH, or ask for a version with --tiny 1.5.0',
  ])
})
