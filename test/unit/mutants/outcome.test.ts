import { expect, test } from 'vitest'
import type { Finding, Verdict } from '../../../harness/history/verdict.ts'
import { outcomeOf } from '../../mutants/outcome.ts'

const finding = (check: string, verdict: Verdict, ...times: number[]): Finding => ({
  check,
  verdict,
  summary: '',
  evidence: times.map(from => ({ kind: 'window', text: '', from })),
})
const began = 1_000_000
const outcome = (verdict: Verdict, ...findings: Finding[]) =>
  outcomeOf({ foundBy: ['loss', 'faults'] }, { verdict, findings }, began)

test('found by a check that has to, at its first evidence', () => {
  const findings = [
    finding('loss', 'invalid', 1_031_000, 1_023_400),
    finding('availability', 'invalid', 1_005_000),
    finding('faults', 'valid'),
  ]
  expect(outcome('invalid', ...findings)).toEqual({ verdict: 'invalid', by: ['loss'], found: true, after: 23.4 })
})

test('evidence without a time', () => {
  expect(outcome('invalid', finding('loss', 'invalid'))).toEqual({
    verdict: 'invalid',
    by: ['loss'],
    found: true,
    after: undefined,
  })
})

test('invalid for another reason is not found', () => {
  expect(outcome('invalid', finding('loss', 'valid'), finding('availability', 'invalid', 1_005_000))).toEqual({
    verdict: 'invalid',
    by: ['availability'],
    found: false,
    after: 5,
  })
})

test('unknown finds nothing, even by a check that has to', () => {
  expect(outcome('unknown', finding('loss', 'unknown', 1_005_000))).toEqual({
    verdict: 'unknown',
    by: ['loss'],
    found: false,
    after: 5,
  })
})

test('valid: it survived', () => {
  expect(outcome('valid', finding('loss', 'valid', 1_005_000))).toEqual({
    verdict: 'valid',
    by: [],
    found: false,
    after: undefined,
  })
})

test('where none has to find it, it is contained if the run is valid', () => {
  const of = (verdict: Verdict) => outcomeOf({ foundBy: [] }, { verdict, findings: [finding('pods', verdict)] }, began)
  expect(of('valid')).toEqual({ verdict: 'valid', by: [], found: true, after: undefined })
  expect(of('invalid')).toEqual({ verdict: 'invalid', by: ['pods'], found: false, after: undefined })
})
