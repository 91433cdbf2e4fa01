import { expect, test } from 'vitest'
import { promql } from '../../../harness/observer/promql.ts'
import { UsageError } from '../../../harness/util/errors.ts'

test.each([
  'up',
  'sum by (pod) (rate(cortex_request_duration_seconds_count{route=~"api_v1_push|otlp"}[5s]))',
  'min(rate(a_total[10s]) > 0) and count(b) >= 3',
  'histogram_quantile(0.99, sum(rate(x_bucket[1m])) by (le)) / 1048576',
])('%s is an expression, and returned as it is', expr => expect(promql(expr)).toBe(expr))

test.each([
  ['', 1, '<here>'],
  ['  ', 1, '<here>  '],
  ['sum(up', 7, 'sum(up<here>'],
  ['up{pod="a"', 11, 'up{pod="a"<here>'],
  ['rate(x[5s]', 11, 'rate(x[5s]<here>'],
  ['up +', 5, 'up +<here>'],
  ['sum(up))', 8, 'sum(up)<here>)'],
])('%j is none, and the place is shown', (expr, at, shown) => {
  expect(() => promql(expr)).toThrow(
    new UsageError(`not PromQL, at character ${at}: ${shown}`, 'correct the expression in the scenario'),
  )
})
