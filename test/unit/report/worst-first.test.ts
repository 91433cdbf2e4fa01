import { expect, test } from 'vitest'
import type { Verdict } from '../../../harness/history/verdict.ts'
import { worstFirst } from '../../../harness/report/worst-first.ts'

test('disproofs, then doubts, then what held; otherwise in the order of the checks', () => {
  const finding = (check: string, verdict: Verdict) => ({ check, verdict, summary: '', evidence: [] })
  const findings = [
    finding('a', 'valid'),
    finding('b', 'unknown'),
    finding('c', 'invalid'),
    finding('d', 'valid'),
    finding('e', 'invalid'),
  ]
  expect(worstFirst(findings).map(f => f.check)).toEqual(['c', 'e', 'b', 'a', 'd'])
})
