import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../../harness/util/errors.ts'

/** Folder of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** The words that start the command line in a process of its own. */
export const commandLine = ['--disable-warning=ExperimentalWarning', join(root, 'harness/cli.ts')] as const

/** Calls a command of the harness. @returns what it printed. @throws UsageError where it does not end with 0. */
export function harness(...words: string[]): string {
  const { status, stdout } = spawnSync(process.execPath, [...commandLine, ...words], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  process.stdout.write(stdout)
  if (status === 0) return stdout
  throw new UsageError(
    `${words.join(' ')} ended with ${status}, not 0`,
    'make the picture of a run that came out as it should',
  )
}
