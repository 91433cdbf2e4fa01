import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mimirProgram } from '../../harness/mimir/program.ts'
import { command } from '../../harness/util/command.ts'

const SOURCE = new URL('reference', import.meta.url).pathname

/**
 * Builds the program that asks dskit and Mimir's query-scheduler, with the modules that Mimir is pinned to.
 * @param folder an empty one, for it alone
 * @returns the binary
 */
export async function buildReference(folder: string): Promise<string> {
  const { folder: pinned } = mimirProgram.tool.build!
  await cp(SOURCE, folder, { recursive: true })
  await cp(join(pinned, 'go.sum'), join(folder, 'go.sum'))
  const mod = await readFile(join(pinned, 'go.mod'), 'utf8')
  await writeFile(join(folder, 'go.mod'), mod.replace(/^tool .*$/m, ''))
  const env = { ...process.env, GOWORK: 'off', GOFLAGS: '-mod=mod' }
  const built = await command('go', ['build', '-o', 'reference', '.'], { cwd: folder, env })
  if (built.code !== 0) throw new Error(built.stderr)
  return join(folder, 'reference')
}
