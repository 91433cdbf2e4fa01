import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fill, fromCache, slot } from '../../../harness/toolchain/cache.ts'
import { platform } from '../../../harness/toolchain/platform.ts'
import { cacheFolder } from '../../../harness/util/cache-folder.ts'
import { sandbox, script, tiny, writeBinary } from './tiny.ts'

const { os, arch } = platform()

test('the cache lies where XDG says', () => {
  expect(cacheFolder({ XDG_CACHE_HOME: '/var/cache/me' })).toEqual('/var/cache/me/mimir-gauntlet/bin')
  expect(cacheFolder({})).toEqual(join(homedir(), '.cache/mimir-gauntlet/bin'))
  expect(cacheFolder({ XDG_CACHE_HOME: 'relative' })).toEqual(join(homedir(), '.cache/mimir-gauntlet/bin'))
})

test('a slot is one version for one platform', () => {
  const folder = `/c/mimir-gauntlet/bin/tiny/1.2.3-${os}-${arch}`
  expect(slot(tiny, '1.2.3', { XDG_CACHE_HOME: '/c' })).toEqual({
    version: '1.2.3',
    folder,
    binary: `${folder}/tiny`,
    lock: `${folder}/.lock`,
  })
})

test.each([
  ['empty', 'is not Tiny: ~ -version said nothing and ended with exit code 0', (file: string) => writeBinary(file, '')],
  ['half a binary', /^cannot be started|is not Tiny/, (file: string) => writeBinary(file, '\x7fELF\x02\x01\x01')],
  ['not executable', 'is not executable', (file: string) => writeFile(file, script('1.2.3'))],
  [
    'another version',
    'expected tiny 1.2.3, the binary says 1.2.4',
    (file: string) => writeBinary(file, script('1.2.4')),
  ],
] as const)('a damaged entry does not count: %s', async (_, why, damage) => {
  await using box = await sandbox()
  const place = slot(tiny, '1.2.3', box.env)
  await mkdir(place.folder, { recursive: true })
  await damage(place.binary)
  const lines: string[] = []
  const onProgress = (line: string) =>
    lines.push(line.replaceAll(place.binary, '~').replace('replaced: ~ ', 'replaced: '))
  expect(await fromCache(tiny, place, { onProgress })).toEqual(undefined)
  const start = 'the cached tiny 1.2.3 is damaged and will be replaced: '
  expect(lines).toEqual([typeof why === 'string' ? start + why : expect.stringMatching(why)])
})

test('an empty slot is nothing to speak of', async () => {
  await using box = await sandbox()
  const lines: string[] = []
  const onProgress = (line: string) => lines.push(line)
  expect(await fromCache(tiny, slot(tiny, '1.2.3', box.env), { onProgress })).toEqual(undefined)
  expect(lines).toEqual([])
})

test('a slot is filled in one step, and what a killed run left is removed', async () => {
  await using box = await sandbox()
  const place = slot(tiny, '1.2.3', box.env)
  await mkdir(join(place.folder, '.unfinished-dead'), { recursive: true })
  const seen: string[][] = []
  const identity = await fill(tiny, place, async folder => {
    const binary = await writeBinary(join(folder, 'whatever'), script('1.2.3'))
    seen.push(await readdir(place.folder))
    return binary
  })
  expect(identity).toEqual({ tool: 'tiny', version: '1.2.3', revision: 'f00' })
  expect(seen).toEqual([[expect.stringMatching(/^\.unfinished-(?!dead)/)]])
  expect(await readdir(place.folder)).toEqual(['tiny'])
  expect(await readFile(place.binary, 'utf8')).toEqual(script('1.2.3'))
})

test.each([
  ['half a binary', (folder: string) => writeBinary(join(folder, 'x'), ''), /is not Tiny/],
  ['another version', (folder: string) => writeBinary(join(folder, 'x'), script('2.0.0')), /the binary says 2\.0\.0/],
  [
    'a full disk',
    () => Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })),
    /^no space left on the disk of .*1\.2\.3.* or of the temporary files: free some, or set XDG_CACHE_HOME to a larger disk$/,
  ],
])('a failure leaves nothing: %s', async (_, make, message) => {
  await using box = await sandbox()
  const place = slot(tiny, '1.2.3', box.env)
  await expect(fill(tiny, place, make)).rejects.toThrow(message)
  expect(await readdir(place.folder)).toEqual([])
})
