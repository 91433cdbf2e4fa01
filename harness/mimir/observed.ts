import type { Copied } from '../observer/copied-metrics.ts'
import { RULE_GROUP } from './signals/rules/rule.ts'

const evaluated = (metric: string) => `sum by (pod, user) (${metric}{rule_group=~".+;${RULE_GROUP}"})`

/**
 * How often each ruler evaluated a rule group of one rule, by tenant, failed evaluations left out. The label ends with the group's name (Prometheus:
 * rules.GroupKey).
 */
const evaluations = `${evaluated('cortex_prometheus_rule_evaluations_total')} - (${evaluated('cortex_prometheus_rule_evaluation_failures_total')} or 0 * ${evaluated('cortex_prometheus_rule_evaluations_total')})`

/** Requests per second, evaluations of rules, and the rings that hold data as those see them who write to them and read from them. */
export const copied: Copied = {
  metrics: {
    writes: {
      expr: 'sum by (pod) (rate(cortex_request_duration_seconds_count{route=~"api_v1_push|otlp_v1_metrics|/cortex.Ingester/Push"}[5s]))',
      unit: '/s',
      unfolded: true,
    },
    queries: {
      expr: 'sum by (pod) (rate(cortex_request_duration_seconds_count{route=~"prometheus_api_v1_.+|/cortex.Ingester/QueryStream"}[5s]))',
      unit: '/s',
      unfolded: true,
    },
    'rule evaluations': { expr: evaluations, tenant: 'user' },
  },
  members: {
    ingester: 'max by (state) (cortex_ring_members{name="ingester", component=~".*distributor.*"})',
    'store-gateway': 'max by (state) (cortex_ring_members{name="store-gateway-client", component=~".*querier.*"})',
  },
}
