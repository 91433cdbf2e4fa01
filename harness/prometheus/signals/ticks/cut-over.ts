import { longerThan } from '../../../checks/excludes.ts'
import { clock, counted, span } from '../../../checks/explain.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Exclusion, Finding } from '../../../history/verdict.ts'
import { SCRAPE, SERVER, TICK, VM } from '../../ticks-plan.ts'
import { readingsOf, storedBefore } from './ticks-check.ts'

/** A time in which nothing was stored: from one stored tick to the next. Milliseconds. */
interface Gap {
  from: number
  to: number
}

export interface CutOver {
  /** Between the last tick that the machine stored and the first that the other side did. */
  gap: Gap
  /** The same where the machine's server was stopped and started as it is. */
  restart: Gap
}

const lengthOf = ({ from, to }: Gap): number => to - from

/** The gap of the move, and that of a restart without one; undefined where either was not seen. */
export function cutOverOf(events: readonly HistoryEvent[]): CutOver | undefined {
  const before = storedBefore(events)
  const last = before?.live.at(-1)
  if (!before || !last) return undefined
  const first = readingsOf(events)
    .flatMap(r => (r.moment === 'stopped' || r.moment === 'copied' ? [] : r.live))
    .filter(s => s.at > last.at)
    .sort((a, b) => a.at - b.at)[0]
  const restarted = events.find(e => e.type === 'pod' && e.pod === `${VM}/${SERVER}` && e.phase === 'stopping')
  if (!first || restarted?.type !== 'pod') return undefined
  const i = before.live.findIndex(s => s.at > restarted.at)
  const [from, to] = [before.live[i - 1], before.live[i]]
  if (!from || !to) return undefined
  return { gap: { from: last.at, to: first.at }, restart: { from: from.at, to: to.at } }
}

/** Milliseconds by which the gap of the move is longer than that of a restart without one. */
const beyondRestart = ({ gap, restart }: CutOver): number => Math.max(0, lengthOf(gap) - lengthOf(restart))

export const numbersOfCutOver = (cut: CutOver): Record<string, number> => ({
  cut_over_ms: lengthOf(cut.gap),
  cut_over_missed_scrapes: missed(cut.gap),
  restart_ms: lengthOf(cut.restart),
  cut_over_beyond_restart_ms: beyondRestart(cut),
})

/** Scrapes of each series that a gap has cost. */
const missed = (gap: Gap): number => Math.max(0, Math.round(lengthOf(gap) / SCRAPE) - 1)

/**
 * How long was nothing stored at the cut-over? invalid: longer than a restart of the same server without a move, by more than is allowed. unknown: there was
 * no such restart, or one of the two sides has stored nothing.
 */
export function cutOverCheck(run: RunInfo, events: readonly HistoryEvent[]): Finding {
  const cut = cutOverOf(events)
  const allowed = run.objectives.allowances.cutOver
  if (!cut || allowed === undefined)
    return { check: 'cut-over', verdict: 'unknown', summary: 'the gap of the move was not seen', evidence: [] }
  const { gap, restart } = cut
  const beyond = beyondRestart(cut)
  const tooLong = beyond > allowed
  const told = `no tick stored from ${clock(gap.from)} to ${clock(gap.to)}: ${span(lengthOf(gap))}, ${counted(missed(gap), 'scrape')} of each series, ${Math.round(lengthOf(gap) / TICK) - 1} ticks exposed meanwhile`
  return {
    check: 'cut-over',
    verdict: tooLong ? 'invalid' : 'valid',
    summary: `${told}; ${span(beyond)} beyond a restart without a move (${span(lengthOf(restart))}), ${span(allowed)} allowed`,
    evidence: tooLong ? [{ kind: 'gap', text: told, ...gap }] : [],
  }
}

/** A tick is stored each second: a shorter gap is none. */
export const cutOverExcludes = (run: RunInfo): Exclusion[] =>
  longerThan('gaps of the cut-over beyond a restart', run.objectives.allowances.cutOver ?? SCRAPE)
