import { joined } from '../../harness/checks/alike.ts'
import { meanwhile } from '../../harness/checks/meanwhile.ts'
import type { HistoryEvent } from '../../harness/history/events.ts'
import type { RunInfo } from '../../harness/history/run-info.ts'
import type { CheckName } from '../../harness/history/signal.ts'
import type { Verdict } from '../../harness/history/verdict.ts'
import { answeredText } from '../../harness/report/answered-text.ts'
import { excludesText } from '../../harness/report/excludes-text.ts'
import { judge, signals } from '../../test/judged.ts'

/** A small history that shows one rule of docs/verdict-rules.md at work. */
export interface Worked {
  /** The bold lead of the rule. */
  rule: string
  /** What happens, in a sentence or two. */
  what: string
  run: RunInfo
  history: readonly HistoryEvent[]
  /** Whose finding is shown. */
  check: CheckName
  /** What that has to come to. No page is made where the judge says something else. none: there is no such finding. */
  verdict: Verdict | 'none'
  /** What else happened then is shown with each piece of evidence. */
  context?: true
  /** A kind of defect: what the run excludes of it is shown, too. */
  excludes?: string
  /** Other checks whose findings are shown, with the worst of all. */
  besides?: readonly [check: CheckName, verdict: Verdict][]
}

/** What a check found, as people read it. */
export interface Found {
  check: CheckName
  verdict: Verdict
  summary: string
  evidence: string[]
}

/** What the judge says of a worked history. */
export interface Judged {
  findings: Found[]
  /** What is told of the run without a verdict: bounds of defects, and what it could not look at. */
  told: string[]
}

/** Gives a worked history to the judge. @throws Error where it says something else than the example declares */
export function judged({ rule, what, run, history, check, verdict, context, excludes, besides = [] }: Worked): Judged {
  const judgement = judge(run, history)
  const happened = context ? meanwhile(history) : () => undefined
  const found = (name: CheckName, expected: Worked['verdict']): Found[] => {
    const finding = judgement.findings.find(f => f.check === name)
    const got = finding?.verdict ?? 'none'
    if (got !== expected) {
      const said = finding ? `${finding.summary} ${finding.evidence.map(e => e.text).join('; ')}` : 'nothing'
      throw new Error(`docs/worked, "${rule}" (${what}): expected ${name} to be ${expected}, got ${got}: ${said}`)
    }
    if (!finding) return []
    const evidence = joined(finding.evidence).map(piece => {
      const line = happened(piece)
      const who = piece.answered && `; ${answeredText(piece.answered)}`
      return `${piece.text}${who ?? ''}${line === undefined ? '' : `. At that time: ${line}`}`
    })
    return [{ check: name, verdict: finding.verdict, summary: finding.summary, evidence }]
  }
  const bounds = excludes === undefined ? [] : judgement.excludes.filter(e => e.kind === excludes)
  if (excludes !== undefined && bounds.length === 0)
    throw new Error(`docs/worked, "${rule}": expected bounds of "${excludes}", got none`)
  return {
    findings: [found(check, verdict), ...besides.map(([name, own]) => found(name, own))].flat(),
    told: [
      ...excludesText(bounds).map(text => `Excludes: ${text}.`),
      ...signals.flatMap(s => s.notLookedAt?.(history) ?? []).map(text => `Not covered: ${text}.`),
    ],
  }
}
