import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { Finding } from '../history/verdict.ts'
import { counted } from './explain.ts'

/**
 * What is wrong with the document that the scenario follows: expressions that it prints and a real Prometheus refuses. That is told and not
 * judged: a misprint is no fault of the subject's. A run that tried no expression has no such finding.
 */
export function documents(_: RunInfo, events: readonly HistoryEvent[]): Finding | undefined {
  const tried = events.filter(e => e.type === 'document')
  if (tried.length === 0) return undefined
  const refused = tried.filter(e => e.refusal !== undefined)
  return {
    check: 'documents',
    verdict: 'valid',
    summary: `${counted(refused.length, 'expression')} of ${tried.length} that the document prints ${refused.length === 1 ? 'is' : 'are'} refused by a real Prometheus; told, not judged`,
    evidence: refused.map(({ where, expr, refusal, at }) => ({
      kind: 'misprint',
      text: `${where} prints ${expr}: ${refusal}`,
      from: at,
      to: at,
    })),
  }
}
