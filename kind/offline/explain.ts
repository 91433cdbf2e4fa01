import { ProcessOutput } from 'zx'
import { reason, UsageError } from '../../harness/util/errors.ts'

const NETWORK =
  /module lookup disabled|dial tcp|no such host|i\/o timeout|connection refused|proxyconnect|Couldn't download|Failed getting release file|Temporary failure resolving/i

/** What a step threw, in words that say what to do where that is known. */
export function explain(step: string, thrown: unknown): Error {
  if (thrown instanceof UsageError) return thrown
  const said = thrown instanceof ProcessOutput ? `${thrown.stderr}\n${thrown.stdout}` : reason(thrown)
  const last = said
    .split('\n')
    .filter(line => line.trim() && !line.startsWith('go: downloading'))
    .slice(-5)
    .join('\n')
  if (/ENOSPC|no space left on device/i.test(said)) {
    return new UsageError(`the disk is full (${step})`, 'free some, or set XDG_CACHE_HOME to a larger disk')
  }
  if (/signal: killed/.test(said)) {
    return new UsageError(
      `${step}: the compiler was killed (${last})`,
      'it probably ran out of memory: set GOFLAGS=-p=1',
    )
  }
  if (NETWORK.test(said)) {
    return new UsageError(
      `${step}: a package registry cannot be reached (${last})`,
      'try again with a network; set GOPROXY or http_proxy where there is a mirror or proxy. What is done stays done',
    )
  }
  return new Error(`${step} failed: ${last}`)
}
