import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { demandRelease, download } from '../../../harness/toolchain/download.ts'
import { platform } from '../../../harness/toolchain/platform.ts'
import type { ReleasedTool } from '../../../harness/toolchain/tools.ts'
import { command } from '../../../harness/util/command.ts'
import {
  type Answer,
  asset,
  at,
  release,
  releasedAt,
  releases,
  sandbox,
  script,
  sha256,
  tiny,
  writeBinary,
} from './tiny.ts'

/**
 * Downloads tiny 1.2.3 from a server with these files; the server's address is written as `S`, the sandbox as `~`.
 * @param options.as the release server itself, or a mirror that the user named.
 */
async function outcome(
  answers: Record<string, Answer>,
  options: { spec?: ReleasedTool; signal?: AbortSignal; as?: 'release server' | 'mirror' } = {},
) {
  await using box = await sandbox()
  await using server = await releases(answers)
  const env = { ...box.env, MIMIR_GAUNTLET_RELEASES: undefined }
  const lines: string[] = []
  const plain = (text: string) => text.replaceAll(server.url, 'S').replaceAll(box.folder, '~')
  const { spec = tiny, as = 'release server', ...rest } = options
  const onProgress = (line: string) => lines.push(plain(line))
  try {
    const from = as === 'mirror' ? spec : releasedAt(server.url, spec)
    const downloadBase = as === 'mirror' ? server.url : undefined
    const file = await download(from, '1.2.3', box.folder, { env, downloadBase, patience: 300, onProgress, ...rest })
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
  const spec: ReleasedTool = {
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

const page = { page: '<html>Sign in to the guest network</html>' }
const look =
  'open it in a browser to see what is in between; name a mirror with --download-base, or give a binary with --tiny PATH'

test.each<[what: string, answers: Record<string, Answer>, error: string, message: string]>([
  [
    'a server that fails',
    { ...release(), [sums]: { status: 503 } },
    'Unavailable',
    `S${sums} answered 503 Service Unavailable`,
  ],
  [
    'a server that fails once the checksum is there',
    { ...release(), [at(asset)]: { status: 500 } },
    'Unavailable',
    `S${at(asset)} answered 500 Internal Server Error`,
  ],
  [
    'an HTML page instead of the checksum file',
    { ...release(), [sums]: page },
    'UsageError',
    `S${sums} answered with an HTML page, not with the file: ${look}`,
  ],
  [
    'an HTML page instead of the file',
    { ...release(), [at(asset)]: page },
    'UsageError',
    `S${at(asset)} answered with an HTML page, not with the file: ${look}`,
  ],
])('%s', async (_, answers, error, message) => {
  expect(await outcome(answers)).toMatchObject({ error, message })
  // A mirror is what the user wants: nothing else is tried in its stead.
  const cure = `see that S serves it, leave out --download-base, or give a binary with --tiny PATH`
  expect(await outcome(answers, { as: 'mirror' })).toMatchObject({
    error: 'UsageError',
    message: error === 'Unavailable' ? `${message}: ${cure}` : message,
  })
})

test('a mirror that does not have the release, and one that is not there', async () => {
  expect(await outcome({}, { as: 'mirror' })).toMatchObject({
    error: 'UsageError',
    message: `S${at(asset)} does not exist (404): see that S serves it, leave out --download-base, or give a binary with --tiny PATH`,
  })
  await using box = await sandbox()
  // The sandbox names a mirror that is not there.
  await expect(download(tiny, '1.2.3', box.folder, { env: box.env })).rejects.toThrow(
    `cannot download http://127.0.0.1:1${sums} (fetch failed: bad port): see that http://127.0.0.1:1 serves it, unset MIMIR_GAUNTLET_RELEASES, or give a binary with --tiny PATH`,
  )
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
  const asked = (version: string, url: string) =>
    demandRelease(releasedAt(url), version, { env: {} }).then(
      () => 'yes',
      (thrown: Error) => `${thrown.name}: ${thrown.message}`,
    )
  expect(await asked('1.2.3', server.url)).toEqual('yes')
  expect(await asked('9.9.9', server.url)).toEqual(
    `Unavailable: ${server.url}${at(asset, '9.9.9')} does not exist (404)`,
  )
  expect(await asked('1.2.3', 'http://127.0.0.1:1')).toEqual(
    `Unavailable: cannot download http://127.0.0.1:1${sums} (fetch failed: bad port)`,
  )
  expect(server.requests).toEqual([
    `GET ${sums}`,
    `GET ${at(`${asset}-sha-256`, '9.9.9')}`,
    `HEAD ${at(asset, '9.9.9')}`,
  ])
})
