import { comparesAll } from '../../../checks/excludes.ts'
import { count } from '../../../checks/explain.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Check } from '../../../history/signal.ts'
import type { Evidence, Finding } from '../../../history/verdict.ts'
import { readingsOf } from './ticks-check.ts'

/** Bytes that a TSDB does not count: its lock, the log of its queries, a checkpoint that is being written. */
const UNCOUNTED = 4e6
/** Part of what it has that a compaction may hold twice for a moment. */
const SHARE = 0.05

/**
 * Is on the volume what the TSDB says it has? invalid: much more lies in its folder, data that it does not read and never deletes; or less. unknown: it was
 * not read while it ran.
 */
function judge(_run: RunInfo, events: readonly HistoryEvent[]): Finding {
  const read = readingsOf(events).filter(r => r.served !== undefined)
  const evidence = read.flatMap(({ moment, bytes, served }): Evidence[] => {
    const own = served!.blockBytes + served!.headBytes
    const text = `${moment}: ${count(bytes)} bytes in the folder, ${count(own)} by the word of the TSDB`
    return Math.abs(bytes - own) > UNCOUNTED + SHARE * own
      ? [{ kind: 'bytes', text, data: { moment, bytes, own } }]
      : []
  })
  return {
    check: 'volume',
    verdict: evidence.length > 0 ? 'invalid' : read.length === 0 ? 'unknown' : 'valid',
    summary:
      read.length === 0
        ? 'no running TSDB was read'
        : `${evidence.length} of ${read.length} readings have other bytes in the folder than the TSDB says`,
    evidence,
  }
}

export const volumeCheck: Check = { judge, excludes: comparesAll }
