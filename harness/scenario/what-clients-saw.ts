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
}

/** One request. `end` in ms. */
interface Request {
  tenant: number
  end: number
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
      requests.get(stream.name)!.push(...operations.map(({ end, ok }) => ({ tenant, end, ok })))
    }
  })
  return (path, since) => {
    const recent = (requests.get(path) ?? []).filter(r => r.end >= since)
    return run.tenants.map((tenant, index) => {
      const own = recent.filter(r => r.tenant === index)
      const failed = own.filter(r => !r.ok).length
      const good = own.flatMap(r => (r.ok ? [r.end] : []))
      return { tenant, ok: good.length, failed, longestGap: longestGapOf([since, ...good, clock.now()]) }
    })
  }
}

/** @param moments at which nothing was missed, ms */
function longestGapOf(moments: readonly number[]): number {
  const sorted = [...moments].sort((a, b) => a - b)
  return Math.max(0, ...sorted.slice(1).map((moment, i) => moment - sorted[i]!))
}
