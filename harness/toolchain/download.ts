import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'undici'
import { command } from '../util/command.ts'
import { reason, UsageError } from '../util/errors.ts'
import { type Http, type HttpOptions, openHttp, Unavailable } from './fetch.ts'
import { platform } from './platform.ts'
import { checksumFor, type Release, releaseOf } from './release.ts'
import { mirrorOf, type Progress } from './resolve-options.ts'
import type { ToolSpec } from './tools.ts'

export interface DownloadOptions extends HttpOptions {
  onProgress?: Progress | undefined
  env?: NodeJS.ProcessEnv | undefined
  downloadBase?: string | undefined
}

/**
 * Downloads a release into `folder`, compares it with the checksum the release publishes, and returns the path of the binary.
 * @throws Unavailable when there is nothing to download and no mirror was named: a build may do instead. UsageError when a mirror was named,
 * since it is the source that the user wants, and wherever the server sends something else than the release.
 */
export async function download(
  spec: ToolSpec,
  version: string,
  folder: string,
  options: DownloadOptions = {},
): Promise<string> {
  return orRefused(spec, version, options, async (release, http) => {
    const expected = await publishedChecksum(spec, version, release, http)
    options.onProgress?.(`downloading ${spec.name} ${version} from ${release.url}`)
    const file = join(folder, release.asset)
    const response = await http.get(release.url)
    demandFile(spec, response, release.url)
    const seen = await save(response, file, `${spec.name} ${version}`, options)
    if (seen !== expected) {
      throw new UsageError(
        `checksum mismatch for ${release.url}: expected sha256 ${expected} (from ${release.checksums}), got ${seen}`,
        `do not use this file; try again later, or give a binary with --${spec.name} PATH`,
      )
    }
    const binary = release.member ? await unpack(file, release.member, folder, options.signal) : file
    await chmod(binary, 0o755)
    return binary
  })
}

/** Returns when a release can be downloaded now, by all that its checksum file says. @throws as download does. */
export async function demandRelease(spec: ToolSpec, version: string, options: DownloadOptions): Promise<void> {
  await orRefused(spec, version, options, (release, http) => publishedChecksum(spec, version, release, http))
}

/** Does something with a release. What a mirror does not have is refused: it is the source that the user wants. */
async function orRefused<T>(
  spec: ToolSpec,
  version: string,
  options: DownloadOptions,
  act: (release: Release, http: Http) => Promise<T>,
): Promise<T> {
  const mirror = mirrorOf(options)
  await using http = await openHttp(options)
  try {
    return await act(releaseOf(spec, version, platform(), mirror), http)
  } catch (thrown) {
    if (!mirror || !(thrown instanceof Unavailable)) throw thrown
    const { base, namedBy } = mirror
    const without = `${namedBy === '--download-base' ? 'leave out' : 'unset'} ${namedBy}`
    throw new UsageError(
      thrown.message,
      `see that ${base} serves it, ${without}, or give a binary with --${spec.name} PATH`,
    )
  }
}

async function publishedChecksum(spec: ToolSpec, version: string, release: Release, http: Http): Promise<string> {
  const refuse = (what: string) =>
    new UsageError(
      `${what}, so the download of ${spec.name} ${version} is refused`,
      `give a binary with --${spec.name} PATH, or build one with --offline`,
    )
  const response = await http.get(release.checksums)
  if (response.status === 404) {
    if ((await http.get(release.url, 'HEAD')).status === 404) {
      throw new Unavailable(`${release.url} does not exist (404)`)
    }
    throw refuse(`the release publishes no checksum (${release.checksums} does not exist)`)
  }
  demandFile(spec, response, release.checksums)
  const checksum = checksumFor(release.asset, await http.text(response))
  if (!checksum) throw refuse(`${release.checksums} has no SHA-256 of ${release.asset}`)
  return checksum
}

/** Writes the body of a response to a file and returns its SHA-256. */
async function save(response: Response, file: string, what: string, options: DownloadOptions): Promise<string> {
  const size = Number(response.headers.get('content-length') ?? Number.NaN)
  const hash = createHash('sha256')
  let got = 0
  let told = 0
  const body = Readable.fromWeb(response.body!)
  body.on('data', (chunk: Uint8Array) => {
    hash.update(chunk)
    got += chunk.byteLength
    const tenths = Math.floor((got / size) * 10)
    if (tenths > told && tenths < 10) {
      told = tenths
      options.onProgress?.(`downloading ${what}: ${tenths * 10} % of ${(size / 1e6).toFixed(1)} MB`)
    }
  })
  await pipeline(body, createWriteStream(file), { signal: options.signal }).catch(thrown => {
    options.signal?.throwIfAborted()
    if (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT') throw thrown
    throw new Unavailable(`the download of ${response.url} broke off after ${got} bytes (${reason(thrown)})`)
  })
  return hash.digest('hex')
}

async function unpack(archive: string, member: string, folder: string, signal?: AbortSignal): Promise<string> {
  const ended = await command('tar', ['-xzf', archive, '-C', folder, member], { signal, timeout: 120_000 }).catch(
    thrown => {
      signal?.throwIfAborted()
      throw new UsageError(`cannot unpack ${archive} (${reason(thrown)})`, 'install tar')
    },
  )
  if (ended.code !== 0) throw new Error(`tar could not unpack ${member} from ${archive}: ${ended.stderr.trim()}`)
  return join(folder, member)
}

/** A proxy or a login page in between answers with a page and says that all is well. */
function demandFile({ name }: ToolSpec, response: Response, url: string): void {
  if (!response.ok) throw new Unavailable(`${url} answered ${response.status} ${response.statusText}`.trim())
  if (!response.headers.get('content-type')?.startsWith('text/html')) return
  throw new UsageError(
    `${url} answered with an HTML page, not with the file`,
    `open it in a browser to see what is in between; name a mirror with --download-base, or give a binary with --${name} PATH`,
  )
}
