import { Coverage } from '../checks/coverage.ts'
import type { FileRecorder } from '../history/recorder.ts'
import type { RunInfo } from '../history/run.ts'
import { done, notYet, until } from '../util/until.ts'

/** Milliseconds: the rarest stream, notifications, comes every 15 s and may be held up by a hand-over. */
const DEADLINE = 40_000

/**
 * Follows a run from now on.
 * @returns waits until every stream has had a record since the last recovery, so that the run has looked at what it leaves behind. Where one has none the
 * verdict is unknown, and says which.
 */
export function followCoverage(run: RunInfo, recorder: FileRecorder): (signal: AbortSignal) => Promise<void> {
  const coverage = new Coverage(run)
  recorder.onEvent(event => coverage.add(event))
  return async signal => {
    const look = () => {
      const { awaited } = coverage
      return awaited.length === 0 ? done(undefined) : notYet(awaited.join(', '))
    }
    await until(look, { for: 'a record of every stream', deadline: DEADLINE, signal }).catch(() => {})
  }
}
