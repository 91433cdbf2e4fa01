import { expect, test } from 'vitest'
import { k6 } from '../../../harness/mimir/signals/k6/k6-check.ts'
import type { K6Event, K6Path } from '../../../harness/mimir/signals/k6/k6-records.ts'
import { numbersOf } from '../../judged.ts'
import { at, fault, runOf, steady, write } from './histories.ts'

const run = runOf({ signals: ['k6'] })

const path = (changes: Partial<K6Path> = {}): K6Path => ({
  requests: 100,
  failed: 0,
  unreached: 0,
  dropped: 0,
  rate: 5,
  latency: { p50: 4, p95: 9, p99: 12.34, max: 30 },
  ...changes,
})

const summary = (changes: Partial<K6Event> = {}): K6Event => ({
  type: 'k6',
  from: at(0),
  to: at(20_000),
  wanted: 5,
  writes: path(),
  queries: path({ requests: 75 }),
  checks: [
    { check: 'write: answered', passed: 100, failed: 0 },
    { check: 'topk: not empty', passed: 75, failed: 0 },
  ],
  ...changes,
})

const none = path({ requests: 0, rate: 0 })
const { latency: _, ...nothing } = none

test('a run without k6 has no such finding', () => expect(k6(runOf(), [summary()])).toBeUndefined())

test('valid: nothing failed', () => {
  expect(k6(run, [summary()])).toEqual({
    check: 'k6',
    verdict: 'valid',
    summary:
      '100 writes (p99 12 ms) and 75 queries (p99 12 ms) at 5 a second each, 0 failed, 175 of 175 checks held, 0 dropped',
    evidence: [],
  })
})

test('invalid: a request failed, and with it a check', () => {
  const checks = [{ check: 'write: answered', passed: 99, failed: 1 }]
  expect(k6(run, [summary({ writes: path({ failed: 1 }), checks })])).toEqual({
    check: 'k6',
    verdict: 'invalid',
    summary:
      '100 writes (p99 12 ms) and 75 queries (p99 12 ms) at 5 a second each, 1 failed, 99 of 100 checks held, 0 dropped',
    evidence: [
      { kind: 'failed', text: 'writes: 1 of 100 requests failed; k6/k6.log has each', from: at(0), to: at(20_000) },
      { kind: 'check', text: '"write: answered" did not hold 1 of 100 times', from: at(0), to: at(20_000) },
    ],
  })
})

test('unknown: it left no summary, and its last words are told where there are some', () => {
  const value = 'no such file; k6 ended with exit 107: its log is empty'
  const silent = (text: string) => ({
    check: 'k6',
    verdict: 'unknown',
    summary: 'k6 left no summary',
    evidence: [{ kind: 'silent', text }],
  })
  expect(k6(run, [])).toEqual(silent('it was not asked for one'))
  expect(k6(run, [{ type: 'fact', fact: 'k6 left no summary', at: at(0), value }])).toEqual(silent(value))
})

test('unknown: nothing was queried', () => {
  expect(k6(run, [summary({ queries: nothing })])).toMatchObject({
    verdict: 'unknown',
    summary: '100 writes (p99 12 ms) and 0 queries at 5 a second each, 0 failed, 175 of 175 checks held, 0 dropped',
    evidence: [{ kind: 'silent', text: 'no queries came to Mimir' }],
  })
})

test('unknown: more than 5 % could not be sent', () => {
  const enough = summary({ writes: path({ requests: 95, dropped: 4, unreached: 1 }) })
  expect(k6(run, [enough])?.verdict).toBe('valid')
  const tooFew = summary({ writes: path({ requests: 94, dropped: 5, unreached: 1 }) })
  expect(k6(run, [tooFew])).toMatchObject({
    verdict: 'unknown',
    evidence: [
      {
        kind: 'dropped',
        text: 'writes: of 100 that were due 5 were dropped as k6 had no client free, 1 did not reach the cluster; 5 % are allowed',
      },
    ],
  })
})

test('what failed is invalid, however much was dropped', () => {
  expect(k6(run, [summary({ writes: path({ failed: 1, dropped: 900 }) })])?.verdict).toBe('invalid')
})

test('unknown: what failed in the steady state is not the doing of the operation', () => {
  const failed = (ms: number) => summary({ writes: path({ failed: 1 }), failedAt: at(ms) })
  const course = [write(0), ...steady(3000), ...fault(3000, 4000)]
  const finding = k6(run, [...course, failed(1900)])
  expect(finding?.verdict).toBe('unknown')
  expect(finding?.summary).toMatch(/, 1 failed, .*; some of that was in the steady state, /)
  expect(k6(run, [...course, failed(2100)])?.verdict).toBe('invalid')
})

test('its numbers', () => {
  const numbers = numbersOf(run, [summary({ queries: nothing, writes: path({ failed: 2, dropped: 3 }) })])
  expect(Object.fromEntries(Object.entries(numbers).filter(([name]) => name.startsWith('k6_')))).toEqual({
    k6_requests: 100,
    k6_failed: 2,
    k6_dropped: 3,
    k6_write_p99_ms: 12.3,
  })
})
