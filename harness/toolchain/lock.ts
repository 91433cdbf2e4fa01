import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DeadlineError, reason, UsageError } from '../util/errors.ts'
import { done, notYet, until } from '../util/until.ts'
import type { Progress } from './resolve-options.ts'

const busy = 5 // SQLITE_BUSY

/**
 * Holds `file` for this process alone until the result is disposed of; others wait, with a line every ten seconds.
 *
 * The lock is SQLite's on an empty database, that is, one of the kernel: it ends with its holder however that dies, so no
 * lock is ever stale, and it does not depend on pids, which mean nothing across pid namespaces.
 * @param what the thing the lock is for, as in "another run is fetching <what>".
 * @throws UsageError when the lock file cannot be made; DeadlineError after half an hour; the reason of an abort.
 */
export async function lock(
  file: string,
  what: string,
  options: { onProgress?: Progress | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Disposable> {
  // Loaded late: only runs that fetch something need it, and Node 22 warns about it.
  const { DatabaseSync } = await import('node:sqlite')
  const start = performance.now()
  let said = Number.NEGATIVE_INFINITY
  const say = () => {
    const now = performance.now()
    if (now - said < 10_000) return
    said = now
    options.onProgress?.(
      `another run is fetching ${what}: waiting for it, ${Math.round((now - start) / 1000)} s so far`,
    )
  }

  const fix = 'set XDG_CACHE_HOME to a folder on a local disk that you can write to'
  const refuse = (thrown: unknown) => new UsageError(`cannot lock ${file} (${reason(thrown)})`, fix)
  await mkdir(dirname(file), { recursive: true }).catch(thrown => {
    throw refuse(thrown)
  })
  const stack = new DisposableStack()
  try {
    const database = stack.adopt(new DatabaseSync(file), it => it.close())
    const failure = await until(
      () => {
        try {
          database.exec('BEGIN EXCLUSIVE')
          return done(undefined)
        } catch (thrown) {
          return (thrown as { errcode?: number }).errcode === busy ? notYet('another process holds it') : done(thrown)
        }
      },
      { for: `the lock ${file}`, deadline: 30 * 60_000, every: 100, signal: options.signal, onLook: say },
    )
    if (failure) throw failure
    return stack
  } catch (thrown) {
    stack.dispose()
    const own = options.signal?.aborted || thrown instanceof DeadlineError
    throw own ? thrown : refuse(thrown)
  }
}
