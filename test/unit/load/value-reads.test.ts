import { expect, test } from 'vitest'
import { labels, rules } from '../../../harness/mimir/signals/reads/value-reads.ts'

const dataset = { tenants: ['ann'], series: 20, stripes: 10, interval: 1000, epoch: 1_000_000_000 }

test('labels: the values of the tenant label over the last 30 s', () => {
  const question = labels.ask(dataset, 0, { n: 0, now: 1_000_060_000, spacing: 1000 })!
  expect(decodeURIComponent(question.url)).toBe(
    '/prometheus/api/v1/label/tenant/values?match[]=gauntlet_sample&start=1000030.000&end=1000060.000',
  )
  expect(question.read('{"status":"success","data":["ann"]}')).toEqual({ values: ['ann'] })
})

test('rules: the timestamps at which the rule was evaluated', () => {
  const question = rules.ask(dataset, 0, { n: 0, now: 1_000_060_000.9, spacing: 1000 })!
  expect(decodeURIComponent(question.url)).toBe(
    '/prometheus/api/v1/query?query=gauntlet_rule[30000ms]&time=1000060.000',
  )
  const series = {
    metric: { __name__: 'gauntlet_rule' },
    values: [
      [1_000_031.25, '20'],
      [1_000_032.25, '20'],
    ],
  }
  const body = JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [series] } })
  expect(question.read(body)).toEqual({ values: [1_000_031_250, 1_000_032_250] })
})
