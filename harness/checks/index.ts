import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import { type Check, type CoreCheckNames, type Signal, streamsOf } from '../history/signal.ts'
import { type Finding, type VerdictFile, worst } from '../history/verdict.ts'
import { reason } from '../util/errors.ts'
import { assertions, assertionsExclude } from './assertions.ts'
import { availability } from './availability.ts'
import { availabilityExcludes } from './availability-excludes.ts'
import { coverage } from './coverage.ts'
import { withoutSaturated } from './cpu-saturated.ts'
import { comparesAll } from './excludes.ts'
import { expectations } from './expectations.ts'
import { faults, outcomeOf } from './faults.ts'
import { gates } from './gates.ts'
import { misprintsOf } from './misprints.ts'
import { neighbours } from './neighbours.ts'
import { numbersOf } from './numbers.ts'
import { pods, podsExcludes } from './pods.ts'
import { greatest } from './statistics.ts'
import { faultsOf, stepsOf } from './timeline.ts'

/**
 * All checks of a run with these signals, in the order of the report: what the run is about first, whether to believe it last.
 * @param found the findings so far, of which some checks ask whether they say the same
 */
function checksOf(signals: readonly Signal[], found: readonly Finding[] = []): [name: string, Check][] {
  const amounts = Object.assign({}, ...signals.map(s => s.amounts))
  const core: Record<keyof CoreCheckNames, Check> = {
    availability: { judge: availability, excludes: availabilityExcludes, timed: true },
    neighbours: { judge: neighbours, excludes: comparesAll },
    gates: { judge: gates, excludes: comparesAll },
    expectations: { judge: expectations, excludes: comparesAll },
    assertions: {
      judge: (run, events) => assertions(run, events, amounts, found),
      excludes: (run, events) => assertionsExclude(run, events, amounts),
      timed: true,
    },
    faults: { judge: faults, excludes: comparesAll },
    pods: { judge: pods, excludes: podsExcludes },
    coverage: { judge: (run, events) => coverage(run, events, signals), excludes: comparesAll },
  }
  return [...signals.flatMap(s => Object.entries(s.checks ?? {})), ...Object.entries(core)]
}

/** The names of all checks that there are with these signals. */
export const checkNamesOf = (signals: readonly Signal[]): string[] => checksOf(signals).map(([name]) => name)

/** The part of a verdict file that the history decides. */
export type Judgement = Pick<
  VerdictFile,
  'verdict' | 'findings' | 'excludes' | 'misprints' | 'numbers' | 'steps' | 'faults'
>

/**
 * Judges a run by its history alone: the same history gives the same judgement, at once or years later. A check that throws becomes
 * an unknown finding with the message, never a green one.
 */
export function judge(run: RunInfo, events: readonly HistoryEvent[], signals: readonly Signal[]): Judgement {
  const findings: Finding[] = []
  const streams = streamsOf(signals)
  const checks = checksOf(signals, findings)
  const attempt = <T>(check: string, judged: () => T): T | undefined => {
    try {
      return judged()
    } catch (thrown) {
      findings.push({ check, verdict: 'unknown', summary: `the check itself failed: ${reason(thrown)}`, evidence: [] })
      return undefined
    }
  }
  for (const [name, check] of checks) {
    const finding = attempt(name, () => check.judge(run, events, streams))
    if (finding) findings.push(finding)
  }
  const numbers = attempt('numbers', () => numbersOf(run, events, signals)) ?? {}
  const isValid = (name: string) => findings.some(f => f.check === name && f.verdict === 'valid')
  const excludes = checks
    .filter(([name]) => isValid(name))
    .flatMap(([name, check]) => attempt(name, () => check.excludes(run, events, streams)) ?? [])
  const timed = new Set(checks.filter(([, check]) => check.timed).map(([name]) => name))
  const excused = withoutSaturated(run, events, findings, timed)
  return {
    verdict: worst(excused.map(f => f.verdict)),
    findings: excused,
    excludes,
    misprints: misprintsOf(events),
    numbers,
    steps: stepRows(events),
    faults: faultRows(events),
  }
}

/** A step that never ended lasted until the last thing that happened. */
function stepRows(events: readonly HistoryEvent[]): Judgement['steps'] {
  const last = greatest(events, e => ('at' in e ? e.at : 'end' in e ? e.end : -Infinity))
  return stepsOf(events).map(({ step, outcome, from, to }) => ({
    step,
    outcome,
    seconds: Math.round(Math.min(to, last) - from) / 1000,
  }))
}

const faultRows = (events: readonly HistoryEvent[]): Judgement['faults'] =>
  faultsOf(events).map(fault => ({
    id: fault.id,
    kind: fault.kind,
    ...(fault.requested !== undefined && { requested: fault.requested }),
    pods: fault.pods,
    outcome: outcomeOf(fault),
    proof: [fault.effective, fault.recovered ?? fault.failed].filter(part => part !== undefined).join('; '),
  }))
