import { expect, test } from 'vitest'
import { rulesOf, ruleTestsOf } from '../../../harness/observer/alert-rules.ts'
import type { Assertions } from '../../../harness/observer/assertion-spec.ts'

const assertions: Assertions = {
  'nothing-fails': {
    asserts: 'nothing fails',
    expr: 'sum by (job) (failed[$window])',
    bound: { most: 2 },
    pods: '{}',
    alert: {
      severity: 'critical',
      fires: { series: { 'failed{job="a"}': '0+5x20' }, labels: { job: 'a' } },
      silent: { 'failed{job="a"}': '0x20' },
    },
  },
  'items-not-received': {
    asserts: 'every acked item is received',
    expr: 'sum(received[$run:1s])',
    bound: { least: 'acked items', times: 1, by: 'owner' },
    pods: '{}',
    alert: {
      severity: 'warning',
      expr: 'sent[$window] - received[$window]',
      fires: { series: { sent: '0+5x20' }, labels: {} },
      silent: { sent: '0x20' },
    },
  },
}

test('each assertion is recorded, and an alert fires where it is beyond its bound', () => {
  expect(rulesOf('gauntlet-items', assertions)).toEqual({
    groups: [
      {
        name: 'gauntlet-items',
        rules: [
          { record: 'gauntlet:nothing_fails', expr: 'sum by (job) (failed[2m])' },
          {
            alert: 'NothingFails',
            expr: 'gauntlet:nothing_fails > 2',
            labels: { severity: 'critical' },
            annotations: { summary: 'does not hold: nothing fails' },
          },
          // Nobody knows what is acked outside of a run: the alert has an expression of its own.
          { record: 'gauntlet:items_not_received', expr: 'sent[2m] - received[2m]' },
          {
            alert: 'ItemsNotReceived',
            expr: 'gauntlet:items_not_received > 0',
            labels: { severity: 'warning' },
            annotations: { summary: 'does not hold: every acked item is received' },
          },
        ],
      },
    ],
  })
})

test('each alert has a test in which it fires, and one in which it is silent', () => {
  const { tests, ...file } = ruleTestsOf('rules.yaml', assertions)
  expect(file).toEqual({ rule_files: ['rules.yaml'], evaluation_interval: '15s' })
  expect(tests.map(t => t.name)).toEqual([
    'nothing-fails fires',
    'nothing-fails is silent',
    'items-not-received fires',
    'items-not-received is silent',
  ])
  expect(tests.slice(0, 2)).toEqual([
    {
      name: 'nothing-fails fires',
      interval: '15s',
      input_series: [{ series: 'failed{job="a"}', values: '0+5x20' }],
      alert_rule_test: [
        {
          eval_time: '5m',
          alertname: 'NothingFails',
          exp_alerts: [
            {
              exp_labels: { job: 'a', severity: 'critical' },
              exp_annotations: { summary: 'does not hold: nothing fails' },
            },
          ],
        },
      ],
    },
    {
      name: 'nothing-fails is silent',
      interval: '15s',
      input_series: [{ series: 'failed{job="a"}', values: '0x20' }],
      alert_rule_test: [{ eval_time: '5m', alertname: 'NothingFails', exp_alerts: [] }],
    },
  ])
})
