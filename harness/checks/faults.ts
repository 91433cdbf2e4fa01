import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import { type Evidence, type Finding, type Verdict, worst } from '../history/verdict.ts'
import { machineOf } from './disturbances.ts'
import { clock, count, counted } from './explain.ts'
import { starvedBefore } from './starved.ts'
import { faultsOf, type TimelineFault } from './timeline.ts'

/**
 * Did every fault take effect, and did the system recover from it? invalid: a recovery was tried and is not proved, or was
 * disproved. unknown: the effect was not proved, or nobody tried to recover, or the machine had too little CPU to see the recovery. A run without faults has no such finding.
 */
export function faults(run: RunInfo, events: readonly HistoryEvent[]): Finding | undefined {
  const all = faultsOf(events)
  if (all.length === 0) return undefined
  const machine = machineOf(run, events)
  const starved = ({ failedAt, disproved }: TimelineFault) =>
    failedAt === undefined || disproved ? undefined : starvedBefore(failedAt, machine)
  const verdictOf = (fault: TimelineFault): Verdict => {
    const { effective, recovered, recovering } = fault
    if (effective === undefined) return 'unknown'
    if (recovered !== undefined) return 'valid'
    return recovering && starved(fault) === undefined ? 'invalid' : 'unknown'
  }
  const doubted = all.filter(f => verdictOf(f) !== 'valid')
  const proved = all.length - doubted.length
  return {
    check: 'faults',
    verdict: worst(all.map(verdictOf)),
    summary: `${count(proved)} of ${counted(all.length, 'fault')} proved effective and recovered`,
    evidence: doubted.map(f => describe(f, starved(f))),
  }
}

/** How a fault ended, for the table of faults. */
export const outcomeOf = ({ effective, recovered }: TimelineFault): string => {
  if (effective === undefined) return 'not proved effective'
  return recovered === undefined ? 'not recovered' : 'recovered'
}

function describe(fault: TimelineFault, starved: string | undefined): Evidence {
  const { id, pods, from, to, failed, failedAt } = fault
  const text = `${id} on ${pods.join(', ')}, begun at ${clock(from)}, was ${outcomeOf(fault)}: ${failed ?? 'no proof was recorded'}${starved === undefined ? '' : `; ${starved} then, so this proves nothing`}`
  const until = { ...(to < Infinity && { to }), ...(failedAt !== undefined && { foundAt: failedAt }) }
  return { kind: 'fault', text, from, ...until, data: { id, outcome: outcomeOf(fault) } }
}
