import { createReadStream } from 'node:fs'
import { copyFile, mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { basename, dirname, join } from 'node:path'
import type { Tool } from '../../harness/toolchain/locate.ts'
import { platform } from '../../harness/toolchain/platform.ts'
import { releaseOf } from '../../harness/toolchain/release.ts'
import type { ToolSpec } from '../../harness/toolchain/tools.ts'
import { command } from '../../harness/util/command.ts'
import { sha256OfFile } from '../../kind/offline/key.ts'

/** A mirror of release servers on the loopback. */
export interface Mirror extends AsyncDisposable {
  url: string
  /** Paths that were asked for, in order. */
  requests: string[]
}

/** Puts binaries into a folder as a mirror has them (docs/mirrors.md), with checksum files made here, and serves it. */
export async function mirrorOf(folder: string, binaries: readonly (readonly [ToolSpec, Tool])[]): Promise<Mirror> {
  for (const [spec, tool] of binaries) await publish(folder, spec, tool)
  const requests: string[] = []
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    requests.push(`${request.method} ${path}`)
    const file = join(folder, path)
    const stats = await stat(file).catch(() => undefined)
    if (!stats?.isFile()) return response.writeHead(404).end()
    response.writeHead(200, { 'content-length': stats.size })
    createReadStream(file).pipe(response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function publish(folder: string, spec: ToolSpec, { version, path }: Tool): Promise<void> {
  const { asset, url, checksums, member } = releaseOf(spec, version, platform(), {
    base: folder,
    namedBy: '--download-base',
  })
  await mkdir(dirname(url), { recursive: true })
  if (member === undefined) {
    await copyFile(path, url)
  } else {
    const work = `${url}.work`
    await mkdir(dirname(join(work, member)), { recursive: true })
    await copyFile(path, join(work, member))
    const { code, stderr } = await command('tar', ['-C', work, '--use-compress-program=gzip -1', '-cf', url, member])
    if (code !== 0) throw new Error(`tar ${member}: ${stderr}`)
    await rm(work, { recursive: true })
  }
  const sum = await sha256OfFile(url)
  // Mimir's checksum files have the sum alone, those of the others name the file.
  const alone = basename(checksums) === `${asset}-sha-256`
  await writeFile(checksums, alone ? `${sum}\n` : `${sum}  ${asset}\n`)
}
