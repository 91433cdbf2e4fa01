import { StreamCoverage } from '../checks/stream-coverage.ts'
import type { FileRecorder } from '../history/recorder.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { Stream } from '../history/signal.ts'
import { done, notYet, until } from '../util/until.ts'

/** Milliseconds until every stream has begun: the rarest probe comes every 2 s, or more rarely where there are many tenants. */
const begin = (run: RunInfo): number => Math.max(5000, 2.5 * rarest(run))
/** Milliseconds: the rarest stream may come every 15 s and may be held up by a hand-over. */
const end = (run: RunInfo): number => Math.max(40_000, 2.5 * rarest(run))

const rarest = ({ spacing }: RunInfo): number => Math.max(...Object.values(spacing))

/**
 * Follows a run from now on. Where a stream has no record in time the verdict is unknown, and says which.
 * @returns `begun` waits until every stream has had a record, so that what is done next has a time before it; `over` until every stream has had one
 * since the last recovery, so that the run has looked at what it leaves behind.
 */
export function followCoverage(run: RunInfo, streams: readonly Stream[], recorder: FileRecorder) {
  const coverage = new StreamCoverage(run, streams)
  recorder.onEvent(event => coverage.add(event))
  const wait = async (missing: () => string[], deadline: number, signal: AbortSignal) => {
    const look = () => (missing().length === 0 ? done(undefined) : notYet(missing().join(', ')))
    await until(look, { for: 'a record of every stream', deadline, signal }).catch(() => {})
  }
  return {
    begun: (signal: AbortSignal) => wait(() => coverage.silent, begin(run), signal),
    over: (signal: AbortSignal) => wait(() => coverage.awaited, end(run), signal),
  }
}
