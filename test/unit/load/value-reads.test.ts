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

/** An answer to the question for what ann's rule recorded in the last 30 s. */
function recorded(...series: { metric: Record<string, string>; values: [number, string][] }[]) {
  const question = rules.ask(dataset, 0, { n: 0, now: 1_000_060_000.9, spacing: 1000 })!
  expect(decodeURIComponent(question.url)).toBe(
    '/prometheus/api/v1/query?query=gauntlet_rule[30000ms]&time=1000060.000',
  )
  return question.read(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: series } }))
}
const own = { __name__: 'gauntlet_rule', tenant: 'ann' }

test('rules: what the rule recorded, and when', () => {
  const values: [number, string][] = [
    [1_000_031.25, '20'],
    [1_000_032.25, '19'],
  ]
  expect(recorded({ metric: own, values })).toEqual({
    values: [1_000_031_250, 1_000_032_250],
    recorded: [20, 19],
  })
})

test("rules: another tenant's evaluations are foreign, and no own ones; what no rule makes is made up", () => {
  const values: [number, string][] = [[1_000_031.25, '20']]
  expect(
    recorded({ metric: { ...own, tenant: 'bob' }, values }, { metric: { __name__: 'gauntlet_rule' }, values }),
  ).toEqual({
    values: [],
    recorded: [],
    anomalies: [
      { kind: 'foreign', owner: 'bob', labels: 'gauntlet_rule{tenant="bob"}', samples: 1 },
      { kind: 'phantom', labels: 'gauntlet_rule{}', timestamp: 1_000_031_250, got: '20' },
    ],
  })
})
