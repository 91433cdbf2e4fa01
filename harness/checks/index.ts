import { type CheckName, checkNames } from '../history/check-names.ts'
import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run.ts'
import { type Finding, type VerdictFile, worst } from '../history/verdict.ts'
import { reason } from '../util/errors.ts'
import { type Account, accountOf } from './account.ts'
import { alerts } from './alerts.ts'
import { archive } from './archive.ts'
import { availability } from './availability.ts'
import { faultsOf, stepsOf } from './course.ts'
import { documents } from './documents.ts'
import { withoutExhausted } from './exhausted.ts'
import { expectations } from './expectations.ts'
import { faults, outcomeOf } from './faults.ts'
import { gates } from './gates.ts'
import { isolation } from './isolation.ts'
import { k6 } from './k6.ts'
import { loss } from './loss.ts'
import { numbersOf } from './numbers.ts'
import { pods } from './pods.ts'
import { rules } from './rules.ts'
import { greatest } from './statistics.ts'
import { sufficiency } from './sufficiency.ts'
import { witness } from './witness.ts'

/** A pure function of a run to what it found; undefined where the run has nothing of the kind. */
type Check = (run: RunInfo, events: readonly HistoryEvent[], account: () => Account) => Finding | undefined

const checks: Record<CheckName, Check> = {
  loss: (run, events, account) => loss(run, events, account()),
  witness,
  availability,
  archive,
  isolation,
  rules,
  alerts,
  k6,
  gates,
  expectations,
  documents,
  faults,
  pods,
  sufficiency,
}

/** The part of a verdict file that the history decides. */
export type Judgement = Pick<VerdictFile, 'verdict' | 'findings' | 'numbers' | 'steps' | 'faults'>

/**
 * Judges a run by its history alone: the same history gives the same judgement, at once or years later. A check that throws becomes
 * an unknown finding with the message, never a green one.
 */
export function judge(run: RunInfo, events: readonly HistoryEvent[]): Judgement {
  const findings: Finding[] = []
  let known: Account | undefined
  const account = () => {
    known ??= accountOf(run, events)
    return known
  }
  const attempt = <T>(check: string, judged: () => T): T | undefined => {
    try {
      return judged()
    } catch (thrown) {
      findings.push({ check, verdict: 'unknown', summary: `the check itself failed: ${reason(thrown)}`, evidence: [] })
      return undefined
    }
  }
  for (const name of checkNames) {
    const finding = attempt(name, () => checks[name](run, events, account))
    if (finding) findings.push(finding)
  }
  const numbers = attempt('numbers', () => numbersOf(run, events, account())) ?? {}
  const excused = withoutExhausted(run, events, findings)
  return {
    verdict: worst(excused.map(f => f.verdict)),
    findings: excused,
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
    ...(fault.asked !== undefined && { asked: fault.asked }),
    pods: fault.pods,
    outcome: outcomeOf(fault),
    proof: [fault.effective, fault.recovered ?? fault.failed].filter(part => part !== undefined).join('; '),
  }))
