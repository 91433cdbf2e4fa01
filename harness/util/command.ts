import { spawn } from 'node:child_process'

export interface CommandOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** Milliseconds until the command and its children are killed. Default: no limit. */
  timeout?: number
  signal?: AbortSignal | undefined
}

export interface Ended {
  /** Exit code; null when a signal ended it. */
  code: number | null
  /** The last 64 KiB of each stream. */
  stdout: string
  stderr: string
  timedOut: boolean
}

const kept = 64 * 1024

/**
 * Runs a program to its end, without a shell, in a process group of its own: time-out and abort kill its children too.
 * Any exit code is a result, not an error.
 * @throws what the kernel said when the program cannot be started (ENOENT, EACCES), or the reason of the abort.
 */
export function command(file: string, args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const { cwd, env, timeout, signal } = options
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const out = { stdout: '', stderr: '' }
    let timedOut = false
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        out[name] = (out[name] + text).slice(-kept)
      })
    }

    const kill = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // The group ended in this very moment.
      }
      // A grandchild that left the group may hold the pipes open; nobody waits for it.
      child.stdout.destroy()
      child.stderr.destroy()
    }
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true
            kill()
          }, timeout)
    signal?.addEventListener('abort', kill, { once: true })
    const settle = (act: () => void) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', kill)
      act()
    }
    child.once('error', thrown => settle(() => reject(thrown)))
    child.once('close', code =>
      settle(() => (signal?.aborted ? reject(signal.reason) : resolve({ code, ...out, timedOut }))),
    )
  })
}
