import type { Verdict, VerdictFile } from '../../harness/history/verdict.ts'
import type { Mutant } from './mutant.ts'

/** What came of one run of a mutant. */
export interface Outcome {
  verdict: Verdict
  /** Checks that say so, worst first; those that had to find it are found among them where `found` is true. */
  by: readonly string[]
  /** One of the checks that have to find it did; where none has to, it was contained. */
  found: boolean
  /** Seconds from the begin of the run to the first evidence of that, where evidence has a time. */
  after: number | undefined
}

/** @param startedAt when the run began, ms */
export function outcomeOf(
  { foundBy }: Pick<Mutant, 'foundBy'>,
  { verdict, findings }: Pick<VerdictFile, 'verdict' | 'findings'>,
  startedAt: number,
): Outcome {
  const bad = findings.filter(f => f.verdict === verdict)
  const meant = bad.filter(f => (foundBy as readonly string[]).includes(f.check))
  const found = foundBy.length === 0 ? verdict === 'valid' : verdict === 'invalid' && meant.length > 0
  const told = found ? meant : bad
  const times = told.flatMap(f => f.evidence).flatMap(e => (e.from === undefined ? [] : [e.from]))
  return {
    verdict,
    by: verdict === 'valid' ? [] : told.map(f => f.check),
    found,
    after: verdict === 'valid' || times.length === 0 ? undefined : (Math.min(...times) - startedAt) / 1000,
  }
}
