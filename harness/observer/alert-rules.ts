import type { AssertionSpec, Assertions } from './assertion-spec.ts'
import { lasting } from './assertion-spec.ts'

/** How far back an expression looks for an operator: four scrapes of 30 s. */
const WINDOW = '2m'

/** A group of rules as Prometheus reads it. */
export interface RuleFile {
  groups: { name: string; rules: (RecordingRule | AlertingRule)[] }[]
}
interface RecordingRule {
  record: string
  expr: string
}
interface AlertingRule {
  alert: string
  expr: string
  labels: Record<string, string>
  annotations: Record<string, string>
}

/** `nothing-fails` as a metric, `gauntlet:nothing_fails`, and as an alert, `NothingFails`. */
const metricOf = (id: string): string => `gauntlet:${id.replaceAll('-', '_')}`
const alertOf = (id: string): string => id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())

/** What is watched during a real change: each assertion's value, and an alert where it is beyond its bound. */
export const rulesOf = (name: string, assertions: Assertions): RuleFile => ({
  groups: [
    {
      name,
      rules: Object.entries(assertions).flatMap(([id, it]) => [
        { record: metricOf(id), expr: lasting(it.alert.expr ?? it.expr, WINDOW) },
        {
          alert: alertOf(id),
          expr: `${metricOf(id)} > ${mostOf(it)}`,
          labels: { severity: it.alert.severity },
          annotations: annotationsOf(it),
        },
      ]),
    },
  ],
})

/** Where the bound is what clients of a run know, the alert has an expression of its own. */
const mostOf = ({ bound, alert }: AssertionSpec): number =>
  alert.expr === undefined && 'most' in bound ? bound.most : 0

const annotationsOf = ({ asserts }: AssertionSpec) => ({ summary: `does not hold: ${asserts}` })

interface RuleTests {
  rule_files: string[]
  evaluation_interval: string
  tests: RuleTest[]
}
interface RuleTest {
  name: string
  interval: string
  input_series: { series: string; values: string }[]
  alert_rule_test: { eval_time: string; alertname: string; exp_alerts: object[] }[]
}

/** The tests of these rules for `promtool test rules`: one in which each alert fires, and one in which it does not. @param file of the rules */
export const ruleTestsOf = (file: string, assertions: Assertions): RuleTests => ({
  rule_files: [file],
  evaluation_interval: '15s',
  tests: Object.entries(assertions).flatMap(([id, it]) => {
    const test = (name: string, series: Readonly<Record<string, string>>, alerts: object[]): RuleTest => ({
      name: `${id} ${name}`,
      interval: '15s',
      input_series: Object.entries(series).map(([series, values]) => ({ series, values })),
      alert_rule_test: [{ eval_time: '5m', alertname: alertOf(id), exp_alerts: alerts }],
    })
    const { fires, silent, severity } = it.alert
    const alert = { exp_labels: { ...fires.labels, severity }, exp_annotations: annotationsOf(it) }
    return [test('fires', fires.series, [alert]), test('is silent', silent, [])]
  }),
})
