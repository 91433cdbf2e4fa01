import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { download, unavailable } from '../../../harness/toolchain/download.ts'
import { platform } from '../../../harness/toolchain/platform.ts'
import type { ToolSpec } from '../../../harness/toolchain/tools.ts'
import { command } from '../../../harness/util/command.ts'
import { type Answer, asset, at, release, releases, sandbox, script, sha256, tiny, writeBinary } from './tiny.ts'

/** Downloads tiny 1.2.3 from a server with these files; the server's address is written as `S`, the sandbox as `~`. */
async function outcome(answers: Record<string, Answer>, options: { spec?: ToolSpec; signal?: AbortSignal } = {}) {
  await using box = await sandbox()
  await using server = await releases(answers)
  const env = { ...box.env, MIMIR_GAUNTLET_RELEASES: server.url }
  const lines: string[] = []
  const plain = (text: string) => text.replaceAll(server.url, 'S').replaceAll(box.folder, '~')
  const { spec = tiny, ...rest } = options
  const onProgress = (line: string) => lines.push(plain(line))
  try {
    const file = await download(spec, '1.2.3', box.folder, { env, patience: 300, onProgress, ...rest })
    return { file: plain(file), text: await readFile(file, 'utf8'), lines }
  } catch (thrown) {
    const { name, message } = thrown as Error
    return { error: name, message: plain(message), requests: server.requests }
  }
}

const sums = at(`${asset}-sha-256`)

test('a release with the right checksum', async () => {
  expect(await outcome(release())).toEqual({
    file: `~/${asset}`,
    text: script('1.2.3'),
    lines: [`downloading tiny 1.2.3 from S${at(asset)}`],
  })
})

test('progress is told in tenths when the server says how much there is', async () => {
  const body = 'x'.repeat(3_000_000)
  const done = await outcome({ [at(asset)]: { body }, [sums]: { body: sha256(body) } })
  expect(done.lines?.at(-1)).toEqual('downloading tiny 1.2.3: 90 % of 3.0 MB')
})

test('an archive is checked, then unpacked', async () => {
  await using box = await sandbox()
  const folder = 'tiny-1.2.3'
  await mkdir(join(box.folder, folder))
  await writeBinary(join(box.folder, folder, 'tiny'), script('1.2.3'))
  await command('tar', ['-czf', 'it.tar.gz', folder], { cwd: box.folder })
  const body = await readFile(join(box.folder, 'it.tar.gz'))
  const spec: ToolSpec = {
    ...tiny,
    release: {
      ...tiny.release,
      asset: 'tiny-{version}.{os}-{arch}.tar.gz',
      checksums: 'sha256sums.txt',
      member: 'tiny-{version}/tiny',
    },
  }
  const { os, arch } = platform()
  const archive = `tiny-1.2.3.${os}-${arch}.tar.gz`
  const sums = `${sha256('other')}  tiny-1.2.3.plan9-386.tar.gz\n${sha256(body)}  ${archive}\n`
  expect(await outcome({ [at(archive)]: { body }, [at('sha256sums.txt')]: { body: sums } }, { spec })).toEqual({
    file: '~/tiny-1.2.3/tiny',
    text: script('1.2.3'),
    lines: [`downloading tiny 1.2.3 from S${at(archive)}`],
  })
})

test('another checksum: refused', async () => {
  expect(await outcome({ ...release(), [sums]: { body: sha256('something else') } })).toEqual({
    error: 'UsageError',
    message: `checksum mismatch for S${at(asset)}: expected sha256 ${sha256('something else')} (from S${sums}), got ${sha256(script('1.2.3'))}: do not use this file; try again later, or give a binary with --tiny PATH`,
    requests: [`GET ${sums}`, `GET ${at(asset)}`],
  })
})

test('no checksum: refused, and the binary is not even fetched', async () => {
  expect(await outcome({ [at(asset)]: { body: script('1.2.3') } })).toEqual({
    error: 'UsageError',
    message: `the release publishes no checksum (S${sums} does not exist), so the download of tiny 1.2.3 is refused: give a binary with --tiny PATH, or build one with --offline`,
    requests: [`GET ${sums}`, `HEAD ${at(asset)}`],
  })
})

test('a checksum file without this asset: refused', async () => {
  expect(await outcome({ ...release(), [sums]: { body: '<html>Sign in</html>' } })).toEqual({
    error: 'UsageError',
    message: `S${sums} has no SHA-256 of ${asset}, so the download of tiny 1.2.3 is refused: give a binary with --tiny PATH, or build one with --offline`,
    requests: [`GET ${sums}`],
  })
})

test('no such release: unavailable', async () => {
  expect(await outcome({})).toEqual({
    error: 'Unavailable',
    message: `S${at(asset)} does not exist (404)`,
    requests: [`GET ${sums}`, `HEAD ${at(asset)}`],
  })
})

test('a server that never answers: unavailable', async () => {
  expect(await outcome({ [sums]: 'hangs' })).toEqual({
    error: 'Unavailable',
    message: `cannot download S${sums} (fetch failed: Headers Timeout Error)`,
    requests: [`GET ${sums}`],
  })
})

test('a connection that breaks: unavailable', async () => {
  expect(await outcome({ ...release(), [at(asset)]: 'breaks off' })).toEqual({
    error: 'Unavailable',
    message: `the download of S${at(asset)} broke off after 4 bytes (terminated: other side closed)`,
    requests: [`GET ${sums}`, `GET ${at(asset)}`],
  })
})

test('an abort ends it with its own reason', async () => {
  expect(await outcome({ [sums]: 'hangs' }, { signal: AbortSignal.timeout(50) })).toEqual({
    error: 'TimeoutError',
    message: 'The operation was aborted due to timeout',
    requests: [`GET ${sums}`],
  })
})

test('whether it could be downloaded can be asked without downloading', async () => {
  await using server = await releases(release())
  const env = { MIMIR_GAUNTLET_RELEASES: server.url }
  expect(await unavailable(tiny, '1.2.3', { env })).toEqual(undefined)
  expect(await unavailable(tiny, '9.9.9', { env })).toEqual(`${server.url}${at(asset, '9.9.9')} does not exist (404)`)
  const nobody = { MIMIR_GAUNTLET_RELEASES: 'http://127.0.0.1:1' }
  expect(await unavailable(tiny, '1.2.3', { env: nobody })).toEqual(
    `cannot download http://127.0.0.1:1${sums} (fetch failed: bad port)`,
  )
})
