import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { Finding } from '../history/verdict.ts'
import { machineOf } from './disturbances.ts'
import { greatest } from './statistics.ts'

/**
 * From which share of the time under load on the CPU of a machine is saturated. Runs alone on two cores come to 0.2 to 0.5, on kind or two side by side to
 * 0.8; three side by side, whose requests time out one after the other, to 0.97.
 */
const SATURATED = 0.9

/**
 * What the findings of a run say when its machine had too little CPU nearly all the time: there heartbeats are late, too, and requests time out
 * with nobody at fault, so what was invalid for want of time is unknown, with the reason. On any other machine they stay as they are, and also where it was what
 * is under test that took the CPU.
 * @param timed names of the checks that ask whether something came in time. A lost, foreign or wrong sample has no such excuse.
 */
export function withoutSaturated(
  run: RunInfo,
  events: readonly HistoryEvent[],
  findings: readonly Finding[],
  timed: ReadonlySet<string>,
): Finding[] {
  const pressure = pressureUnderLoad(run, events)
  const { share } = pressure
  const isSaturated = share >= SATURATED && pressure.takers(pressure.stretches).by !== 'subject'
  const excuses = ({ check, verdict, evidence }: Finding) =>
    verdict === 'invalid' && timed.has(check) && !evidence.some(e => e.kind === 'wrong')
  return findings.map(finding =>
    isSaturated && excuses(finding)
      ? { ...finding, verdict: 'unknown', summary: finding.summary + tooSmall(run, share) }
      : finding,
  )
}

/** The stretches of pressure from the load's begin to its last answer, and which part of that time programs waited for a CPU. */
function pressureUnderLoad(run: RunInfo, events: readonly HistoryEvent[]) {
  const { loadBegin: begin } = run
  const { pressure, takers } = machineOf(run, events)
  const until = greatest(events, e => ('end' in e ? e.end : -Infinity))
  const stretches = pressure.filter(e => e.from >= begin && e.to <= until)
  return { stretches, takers, share: stretches.reduce((sum, e) => sum + e.ms, 0) / Math.max(1, until - begin) }
}

const tooSmall = ({ subject }: RunInfo, share: number): string =>
  `; programs waited for a CPU in ${Math.floor(100 * share)} % of the time under load, so this says nothing about ${subject.title} (a larger machine, fewer runs side by side, or --load light)`
