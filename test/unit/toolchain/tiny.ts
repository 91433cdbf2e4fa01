import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { platform } from '../../../harness/toolchain/platform.ts'
import type { ReleasedTool } from '../../../harness/toolchain/tools.ts'
import { cacheFolder } from '../../../harness/util/cache-folder.ts'

/** A tool as small as can be: its release is a shell script, its build a Go program of one line. */
export const tiny: ReleasedTool = {
  name: 'tiny',
  title: 'Tiny',
  env: 'TINY_BIN',
  ask: { args: ['-version'], says: /^Tiny, version (?<version>\S*) \(branch: .*, revision: (?<revision>\S*)\)/m },
  oldest: '1.1',
  release: {
    version: '1.2.3',
    folder: 'https://github.com/gauntlet/tiny/releases/download/tiny-{version}',
    asset: 'tiny-{os}-{arch}',
    checksums: 'tiny-{os}-{arch}-sha-256',
  },
  build: {
    folder: fileURLToPath(new URL('testdata/tiny', import.meta.url)),
    package: '.',
    tags: ['netgo'],
    stamp: { 'main.Version': '{version}', 'main.Revision': '{revision}', 'main.Branch': 'go-module' },
    version: () => ({ version: '1.3.0-dev.20260101', revision: 'abc123' }),
    usually: { least: 1, most: 1 },
  },
}

/** The tool with its releases on a local server, not on a mirror that somebody named. */
export const releasedAt = (url: string, spec: ReleasedTool = tiny): ReleasedTool => ({
  ...spec,
  release: { ...spec.release, folder: spec.release.folder.replace('https://github.com', url) },
})

/** A binary of the tool, as a script. */
export const script = (version: string, revision = 'f00') =>
  `#!/bin/sh\necho "Tiny, version ${version} (branch: main, revision: ${revision})"\n`

export async function writeBinary(file: string, text: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
  await chmod(file, 0o755)
  return file
}

/** A folder for one test; the environment in it keeps the cache there and releases out of reach. */
export async function sandbox() {
  const folder = await mkdtemp(join(tmpdir(), 'toolchain-'))
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    XDG_CACHE_HOME: join(folder, 'cache'),
    // Go's own cache would move along, and start cold.
    GOCACHE: process.env.GOCACHE ?? join(cacheFolder(), '../../go-build'),
    MIMIR_GAUNTLET_RELEASES: 'http://127.0.0.1:1',
  }
  return {
    folder,
    env,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** What a release server does with a path: send a body, after a while; send an HTML page; fail; break off in the middle; or never answer. */
export type Answer =
  | { body: string | Buffer; after?: number }
  | { page: string }
  | { status: number }
  | 'breaks off'
  | 'hangs'

/** A local web server with the layout of GitHub's releases. Paths it does not know are 404. */
export async function releases(answers: Record<string, Answer>) {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    const answer = answers[request.url ?? '']
    if (answer === 'hangs') return
    if (answer === undefined) return response.writeHead(404).end()
    if (answer === 'breaks off') {
      response.writeHead(200, { 'content-length': '1000' }).write('half', () => response.destroy())
      return
    }
    if ('status' in answer) return response.writeHead(answer.status).end()
    if ('page' in answer)
      return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(answer.page)
    setTimeout(() => response.end(answer.body), answer.after ?? 0)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const { os, arch } = platform()
export const asset = `tiny-${os}-${arch}`
/** The path of a file in the release of a version. */
export const at = (file: string, version = '1.2.3') => `/gauntlet/tiny/releases/download/tiny-${version}/${file}`
export const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')

/** A release as it should be. */
export const release = (version = '1.2.3', after = 0): Record<string, Answer> => ({
  [at(asset, version)]: { body: script(version), after },
  [at(`${asset}-sha-256`, version)]: { body: `${sha256(script(version))}\n` },
})
