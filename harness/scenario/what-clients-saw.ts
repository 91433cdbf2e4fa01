import { nearestRank } from '../checks/statistics.ts'
import type { FileRecorder } from '../history/recorder.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { PathName, Stream } from '../history/signal.ts'
import { type Clock, systemClock } from '../util/clock.ts'

/** Requests of a tenant that were answered well, and that were not. */
export interface SeenByTenant {
  tenant: string
  ok: number
  failed: number
  /** The longest time without a good answer, from that moment on and until now: ms. */
  longestGap: number
  /** Median of the time from due to end of what was answered well, ms; undefined where nothing was. */
  median: number | undefined
}

/** One request. Times in ms. */
interface Request {
  tenant: number
  end: number
  /** From due to end. */
  ms: number
  ok: boolean
}

/**
 * Keeps what clients see of a run from now on, for steps that have to ask.
 * @returns tells of each tenant, in the order of run.json, what was answered on a path since a moment (ms)
 */
export function followClients(
  run: RunInfo,
  streams: readonly Stream[],
  recorder: FileRecorder,
  clock: Clock = systemClock,
): (path: PathName, since: number) => SeenByTenant[] {
  const requests = new Map(streams.map(stream => [stream.name, [] as Request[]]))
  recorder.onEvent(event => {
    for (const stream of streams) {
      const found = stream.operations?.(run, event)
      if (!found) continue
      const { tenant, operations } = found
      requests.get(stream.name)!.push(...operations.map(({ due, end, ok }) => ({ tenant, end, ms: end - due, ok })))
    }
  })
  return (path, since) => {
    const recent = (requests.get(path) ?? []).filter(r => r.end >= since)
    return run.tenants.map((tenant, index) => {
      const own = recent.filter(r => r.tenant === index)
      const good = own.filter(r => r.ok)
      const answered = good.map(r => r.ms).sort((a, b) => a - b)
      return {
        tenant,
        ok: good.length,
        failed: own.length - good.length,
        median: good.length === 0 ? undefined : nearestRank(answered, 50),
        longestGap: longestGapOf([since, ...good.map(r => r.end), clock.now()]),
      }
    })
  }
}

/** @param moments at which nothing was missed, ms */
function longestGapOf(moments: readonly number[]): number {
  const sorted = [...moments].sort((a, b) => a - b)
  return Math.max(0, ...sorted.slice(1).map((moment, i) => moment - sorted[i]!))
}
