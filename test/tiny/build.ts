import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { command } from '../../harness/util/command.ts'

const module = fileURLToPath(new URL('server', import.meta.url))

/** Builds the tiny server, which needs nothing but Go's own library. @returns the path of the binary in this folder */
export async function buildTiny(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const binary = join(folder, 'tiny')
  const env = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' }
  const { code, stderr } = await command('go', ['build', '-trimpath', '-o', binary, '.'], { cwd: module, env })
  if (code !== 0) throw new Error(`go build of ${module} failed: ${stderr}`)
  return binary
}
