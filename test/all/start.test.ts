import { copyFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { command } from '../../harness/util/command.ts'
import { TestFolder } from '../real/cli.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** As a user's shell has it: `npm run` and vitest put this project's own Node first. */
function shell(): NodeJS.ProcessEnv {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(folder => !folder.includes('node_modules'))
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))
  return { ...Object.fromEntries(kept), PATH: folders.join(delimiter) }
}

test('npm ci says nothing that is not so, and installs the Node that everything runs on', async () => {
  await using folder = await TestFolder.make()
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
    await copyFile(join(project, file), join(folder.path, file))
  }
  // Strict: an npm that runs no install script without approval installs all the same.
  const args = ['ci', '--no-audit', '--no-fund', '--strict-allow-scripts']
  const { code, stderr } = await command('npm', args, { cwd: folder.path, env: shell(), timeout: 240_000 })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const node = await command(join(folder.path, 'node_modules', '.bin', 'node'), ['--version'])
  expect(node.stdout).toMatch(/^v24\./)
})
