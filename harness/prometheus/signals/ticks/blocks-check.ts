import { counted } from '../../../checks/explain.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Evidence, Finding } from '../../../history/verdict.ts'
import { readingsOf, storedBefore } from './ticks-check.ts'
import type { Block } from './ticks-records.ts'

/** What makes a block the same one. */
const PARTS = ['minTime', 'maxTime', 'series', 'samples', 'bytes', 'index'] as const

/**
 * Is every block of the stopped server on the disk after the last pass, and no other: the same times, series, samples, bytes and index? invalid: one is
 * missing, different, or too much. unknown: either side was not read.
 */
export function blocksCheck(_run: RunInfo, events: readonly HistoryEvent[]): Finding {
  const before = storedBefore(events)?.blocks
  const after = readingsOf(events).findLast(r => r.moment === 'copied')?.blocks
  if (!before || !after)
    return { check: 'blocks', verdict: 'unknown', summary: 'the disk was not read on both sides', evidence: [] }
  const evidence = [
    ...before.flatMap(block =>
      differs(
        block,
        after.find(b => b.ulid === block.ulid),
      ),
    ),
    ...after
      .filter(b => !before.some(block => block.ulid === b.ulid))
      .map((b): Evidence => ({ kind: 'extra', text: `block ${named(b)} was not on the machine` })),
  ]
  return {
    check: 'blocks',
    verdict: evidence.length > 0 ? 'invalid' : before.length === 0 ? 'unknown' : 'valid',
    summary: `${counted(evidence.length, 'block')} of ${before.length} missing, different or too much after the last pass`,
    evidence,
  }
}

function differs(block: Block, copy: Block | undefined): Evidence[] {
  if (!copy) {
    const text = `block ${named(block)} is not on the disk: ${counted(block.samples, 'sample')}`
    return [{ kind: 'missing', text, from: block.minTime, to: block.maxTime, data: { ulid: block.ulid } }]
  }
  const parts = PARTS.filter(part => block[part] !== copy[part])
  if (parts.length === 0) return []
  const text = `block ${named(block)} differs in ${parts.map(p => `${p} (${block[p]}, then ${copy[p]})`).join(', ')}`
  return [{ kind: 'different', text, data: { ulid: block.ulid, parts } }]
}

const named = ({ ulid, minTime, maxTime }: Block): string =>
  `${ulid} of ${new Date(minTime).toISOString()} to ${new Date(maxTime).toISOString()}`
