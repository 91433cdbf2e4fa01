import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { slot } from '../../../harness/toolchain/cache.ts'
import { resolveTool } from '../../../harness/toolchain/resolve.ts'
import type { ResolveOptions } from '../../../harness/toolchain/resolve-options.ts'
import { cacheFolder } from '../../../harness/util/cache-folder.ts'
import { asset, at, release, releasedAt, releases, sandbox, script, sha256, tiny, writeBinary } from './tiny.ts'

/** Resolves a tool; what came of it, and what was said on the way, with the sandbox as `~` and the server as `S`. */
async function resolved(folder: string, options: ResolveOptions, spec = tiny) {
  const lines: string[] = []
  const plain = (text: string) => text.replaceAll(folder, '~').replace(/http:\/\/127\.0\.0\.1:\d+/g, 'S')
  const onProgress = (line: string) => lines.push(plain(line))
  const outcome = await resolveTool(spec, { patience: 300, ...options, onProgress }).then(
    tool => `${tool.version} by ${tool.source}${tool.source === 'download' ? ` from ${tool.base}` : ''}`,
    (thrown: Error) => thrown.message,
  )
  return [plain(outcome), ...lines]
}

const url = `S${at(asset)}`

test('downloaded once, then cached', async () => {
  await using box = await sandbox()
  await using server = await releases(release())
  const env = { ...box.env, MIMIR_GAUNTLET_RELEASES: server.url }
  expect(await resolved(box.folder, { env })).toEqual([
    '1.2.3 by download from S',
    `downloading tiny 1.2.3 from ${url}`,
  ])
  expect(await resolved(box.folder, { env })).toEqual(['1.2.3 by cache'])
})

test('a damaged cache entry is fetched again', async () => {
  await using box = await sandbox()
  await using server = await releases(release())
  const env = { ...box.env, MIMIR_GAUNTLET_RELEASES: server.url }
  const { binary } = slot(tiny, '1.2.3', env)
  await writeBinary(binary, '')
  const entry = binary.replace(box.folder, '~')
  expect(await resolved(box.folder, { env })).toEqual([
    '1.2.3 by download from S',
    `the cached tiny 1.2.3 is damaged and will be replaced: ${entry} is not Tiny: ${entry} -version said nothing and ended with exit code 0`,
    `downloading tiny 1.2.3 from ${url}`,
  ])
})

test('built when the release server is out of reach, then cached', async () => {
  await using box = await sandbox()
  await using server = await releases({ [at(`${asset}-sha-256`)]: 'hangs' })
  const env = { ...box.env, MIMIR_GAUNTLET_RELEASES: undefined }
  const released = releasedAt(server.url)
  // A machine whose Go cache is cold says more.
  expect((await resolved(box.folder, { env }, released)).slice(0, 3)).toEqual([
    '1.3.0-dev.20260101 by build',
    `cannot download ${url}-sha-256 (fetch failed: Headers Timeout Error): building tiny 1.3.0-dev.20260101 instead`,
    'building tiny 1.3.0-dev.20260101 from Go modules: usually 1 second',
  ])
  expect(await resolved(box.folder, { env }, released)).toEqual(['1.3.0-dev.20260101 by cache'])
}, 60_000)

test('nothing is built in the stead of a mirror that the user named', async () => {
  await using box = await sandbox()
  const named = { env: { ...box.env, MIMIR_GAUNTLET_RELEASES: undefined }, downloadBase: 'http://127.0.0.1:1/' }
  expect(await resolved(box.folder, named)).toEqual([
    `cannot download ${url}-sha-256 (fetch failed: bad port): see that S serves it, leave out --download-base, or give a binary with --tiny PATH`,
  ])
  expect(await readdir(slot(tiny, '1.2.3', named.env).folder)).toEqual(['.lock'])
  expect(await resolved(box.folder, { ...named, downloadBase: 'mirror.example' })).toEqual([
    '--download-base mirror.example is no address: give one as in http://mirror.example/releases',
  ])
})

test('built without asking anybody when offline, or when the build itself is asked for', async () => {
  await using box = await sandbox()
  await using server = await releases(release())
  const env = { ...box.env, MIMIR_GAUNTLET_RELEASES: undefined }
  const released = releasedAt(server.url)
  expect((await resolved(box.folder, { env, offline: true }, released))[0]).toEqual('1.3.0-dev.20260101 by build')
  expect(await resolved(box.folder, { env, given: '1.3.0-dev.20260101' }, released)).toEqual([
    '1.3.0-dev.20260101 by cache',
  ])
  expect(server.requests).toEqual([])
}, 60_000)

test('a mirror may have a build that was never released', async () => {
  await using box = await sandbox()
  await using server = await releases(release('1.3.0-dev.20260101'))
  const options = { env: box.env, downloadBase: server.url, given: '1.3.0-dev.20260101' }
  expect(await resolved(box.folder, options)).toEqual([
    '1.3.0-dev.20260101 by download from S',
    `downloading tiny 1.3.0-dev.20260101 from S${at(asset, '1.3.0-dev.20260101')}`,
  ])
})

test('a version that can be neither downloaded nor built', async () => {
  await using box = await sandbox()
  await using server = await releases(release())
  const env = { ...box.env, MIMIR_GAUNTLET_RELEASES: undefined }
  const released = releasedAt(server.url)
  const fix = 'give a Tiny binary with --tiny PATH or TINY_BIN'
  expect(await resolved(box.folder, { env, given: '1.9.0' }, released)).toEqual([
    `S${at(asset, '1.9.0')} does not exist (404); only 1.3.0-dev.20260101 can be built: ${fix}`,
  ])
  expect(await resolved(box.folder, { env, given: '1.9.0', offline: true }, released)).toEqual([
    `downloads are off (--offline); only 1.3.0-dev.20260101 can be built: ${fix}`,
  ])
})

test('a checksum mismatch is the end: nothing is built instead, nothing is left', async () => {
  await using box = await sandbox()
  const bad = sha256('bad')
  await using server = await releases({ ...release(), [at(`${asset}-sha-256`)]: { body: bad } })
  const env = { ...box.env, MIMIR_GAUNTLET_RELEASES: server.url }
  expect(await resolved(box.folder, { env })).toEqual([
    `checksum mismatch for ${url}: expected sha256 ${bad} (from ${url}-sha-256), got ${sha256(script('1.2.3'))}: do not use this file; try again later, or give a binary with --tiny PATH`,
    `downloading tiny 1.2.3 from ${url}`,
  ])
  expect(await readdir(slot(tiny, '1.2.3', env).folder)).toEqual(['.lock'])
})

/** Another process that resolves tiny and prints the source. */
function resolver(env: NodeJS.ProcessEnv) {
  const at = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
  const program = `
    import { resolveTool } from ${at('../../../harness/toolchain/resolve.ts')}
    import { tiny } from ${at('tiny.ts')}
    console.log((await resolveTool(tiny)).source)`
  return spawn(process.execPath, ['--input-type=module', '-e', program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
}

test('runs at the same time share one download', async () => {
  await using box = await sandbox()
  await using server = await releases(release('1.2.3', 400))
  const env = { ...box.env, MIMIR_GAUNTLET_RELEASES: server.url }
  const sources = await Promise.all([1, 2, 3, 4].map(() => text(resolver(env).stdout)))
  expect(sources.toSorted()).toEqual(['cache\n', 'cache\n', 'cache\n', 'download\n'])
  expect(server.requests).toEqual([`GET ${at(`${asset}-sha-256`)}`, `GET ${at(asset)}`])
}, 60_000)

test('when the one that downloads is killed, the next takes over and cleans up', async () => {
  await using box = await sandbox()
  await using server = await releases(release('1.2.3', 400))
  const env = { ...box.env, MIMIR_GAUNTLET_RELEASES: server.url }
  const doomed = resolver(env)
  await expect.poll(() => server.requests.length, { timeout: 30_000 }).toBe(2)
  const successors = [1, 2].map(() => text(resolver(env).stdout))
  doomed.kill('SIGKILL')
  await once(doomed, 'exit')
  expect((await Promise.all(successors)).toSorted()).toEqual(['cache\n', 'download\n'])
  expect((await readdir(slot(tiny, '1.2.3', env).folder)).toSorted()).toEqual(['.lock', 'tiny'])
  expect(await readdir(join(cacheFolder(env), 'tiny'))).toEqual([slot(tiny, '1.2.3', env).folder.split('/').at(-1)])
}, 60_000)
