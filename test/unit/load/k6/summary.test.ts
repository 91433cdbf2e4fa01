import { expect, test } from 'vitest'
import { readSummary } from '../../../../harness/mimir/signals/k6/k6-summary.ts'

const counter = (count: number, rate = 0) => ({ type: 'counter', contains: 'default', values: { count, rate } })
const rate = (passes: number, fails: number) => ({
  type: 'rate',
  contains: 'default',
  values: { rate: 0, passes, fails },
})
const trend = (med: number, p95: number, p99: number, max: number) => ({
  type: 'trend',
  contains: 'time',
  values: { med, 'p(95)': p95, 'p(99)': p99, max },
})

const summary = (metrics: Record<string, unknown>) =>
  JSON.stringify({
    metrics: { iterations: counter(99), ...metrics },
    root_group: {
      name: '',
      path: '',
      groups: [],
      checks: [{ name: 'write: answered', path: '', passes: 97, fails: 2 }],
    },
    options: {},
    state: { testRunDurationMs: 20_000 },
  })

test('writes and queries are told apart, and what the harness itself kept from Mimir is not held against it', () => {
  const json = summary({
    'http_reqs{scenario:writes}': counter(100, 5),
    'http_req_failed{scenario:writes}': rate(3, 97),
    'http_req_duration{scenario:writes,expected_response:true}': trend(4, 9, 12, 30),
    'unreached{scenario:writes}': counter(1),
    'dropped_iterations{scenario:writes}': counter(2),
    'http_reqs{scenario:queries}': counter(75, 3.75),
    'http_req_failed{scenario:queries}': rate(0, 75),
    'http_req_duration{scenario:queries,expected_response:true}': trend(8, 20, 40.5, 41),
    'unreached{scenario:queries}': counter(0),
    'dropped_iterations{scenario:queries}': counter(0),
    failed_at: { ...trend(0, 0, 0, 0), values: { min: 1_893_499_203_000 } },
  })
  expect(readSummary(json)).toEqual({
    writes: {
      requests: 99,
      failed: 2,
      unreached: 1,
      dropped: 2,
      rate: 5,
      latency: { p50: 4, p95: 9, p99: 12, max: 30 },
    },
    queries: {
      requests: 75,
      failed: 0,
      unreached: 0,
      dropped: 0,
      rate: 3.75,
      latency: { p50: 8, p95: 20, p99: 40.5, max: 41 },
    },
    failedAt: 1_893_499_203_000,
    checks: [{ check: 'write: answered', passed: 97, failed: 2 }],
  })
})

test('what failed to the last has no latency, though k6 says 0; what k6 does not name did not happen', () => {
  const json = summary({
    'http_reqs{scenario:writes}': counter(10, 1),
    'http_req_failed{scenario:writes}': rate(10, 0),
    'http_req_duration{scenario:writes,expected_response:true}': trend(0, 0, 0, 0),
  })
  const { writes, queries, failedAt } = readSummary(json)
  expect(failedAt).toBeUndefined()
  expect(writes).toEqual({ requests: 10, failed: 10, unreached: 0, dropped: 0, rate: 1 })
  expect(queries).toEqual({ requests: 0, failed: 0, unreached: 0, dropped: 0, rate: 0 })
})

test.each(['', '{}', '{"metrics":{}}'])('%j is no summary', text => expect(() => readSummary(text)).toThrow())
