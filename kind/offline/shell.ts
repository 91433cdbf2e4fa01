import { spawn } from 'node:child_process'
import { $, type Shell } from 'zx'
import type { Progress } from '../../harness/toolchain/resolve-options.ts'
import { searchable } from '../../harness/util/search-path.ts'

/** What every part of the build gets. */
export interface BuildOptions {
  /** Told one line at the beginning and the end of each step, and one every half a minute within. */
  onProgress?: Progress | undefined
  signal?: AbortSignal | undefined
  /** Default: the environment of this process. */
  env?: NodeJS.ProcessEnv | undefined
}

/** Runs bash, quietly; what fails throws its output, and an abort kills it with all it started. */
export function shell({ signal, env = process.env }: BuildOptions, cwd?: string): Shell {
  return $({
    quiet: true,
    // What is made is read by other users in containers.
    prefix: 'set -euo pipefail; umask 022; ',
    env: { ...searchable(env), LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    ...(cwd !== undefined && { cwd }),
    // zx itself would only ask its processes to end, and unshare does not listen to that.
    detached: true,
    spawn: ((...args: Parameters<typeof spawn>) => {
      const child = spawn(...args)
      const kill = () => {
        try {
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
        } catch {
          // It ended in this very moment.
        }
      }
      signal?.addEventListener('abort', kill, { once: true })
      child.once('exit', () => signal?.removeEventListener('abort', kill))
      return child
    }) as typeof spawn,
  })
}
