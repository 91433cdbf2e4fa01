import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'undici'
import { command } from '../util/command.ts'
import { reason, UsageError } from '../util/errors.ts'
import { type Http, type HttpOptions, openHttp, Unavailable } from './http.ts'
import type { Progress } from './options.ts'
import { platform } from './platform.ts'
import { checksumFor, type Release, releaseOf } from './release.ts'
import type { ToolSpec } from './tools.ts'

export interface DownloadOptions extends HttpOptions {
  onProgress?: Progress | undefined
  env?: NodeJS.ProcessEnv | undefined
}

/**
 * Downloads a release into `folder`, compares it with the checksum the release publishes, and returns the path of the binary.
 * @throws Unavailable when there is nothing to download; UsageError when the release has no checksum or not this one.
 */
export async function download(
  spec: ToolSpec,
  version: string,
  folder: string,
  options: DownloadOptions = {},
): Promise<string> {
  const release = releaseOf(spec, version, platform(), options.env)
  await using http = await openHttp(options)
  const expected = await publishedChecksum(spec, version, release, http)
  options.onProgress?.(`downloading ${spec.name} ${version} from ${release.url}`)
  const file = join(folder, release.asset)
  const seen = await save(await http.get(release.url), file, `${spec.name} ${version}`, options)
  if (seen !== expected) {
    throw new UsageError(
      `checksum mismatch for ${release.url}: expected sha256 ${expected} (from ${release.checksums}), got ${seen}`,
      `do not use this file; try again later, or give a binary with --${spec.name} PATH`,
    )
  }
  const binary = release.member ? await unpack(file, release.member, folder, options.signal) : file
  await chmod(binary, 0o755)
  return binary
}

/**
 * Whether a release could be downloaded now: undefined if so, else the reason to look elsewhere.
 * @throws UsageError where a run would go no further.
 */
export async function unavailable(
  spec: ToolSpec,
  version: string,
  options: DownloadOptions,
): Promise<string | undefined> {
  await using http = await openHttp(options)
  try {
    await publishedChecksum(spec, version, releaseOf(spec, version, platform(), options.env), http)
    return undefined
  } catch (thrown) {
    if (thrown instanceof Unavailable) return thrown.message
    throw thrown
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
  demandOk(response, release.checksums)
  const checksum = checksumFor(release.asset, await http.text(response))
  if (!checksum) throw refuse(`${release.checksums} has no SHA-256 of ${release.asset}`)
  return checksum
}

/** Writes the body of a response to a file and returns its SHA-256. */
async function save(response: Response, file: string, what: string, options: DownloadOptions): Promise<string> {
  demandOk(response, response.url)
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

function demandOk(response: Response, url: string): void {
  if (!response.ok) throw new Unavailable(`${url} answered ${response.status} ${response.statusText}`.trim())
}
