import { type Assertions, growth } from '../../observer/assertion-spec.ts'
import { orNothing } from './or-nothing.ts'

/**
 * Requests that clients make, by the pods that answer them. A querier is asked by query-frontends, which ask another one when it fails (Mimir:
 * pkg/frontend/querymiddleware, retries).
 */
const CLIENTS =
  'job!~".*querier", route=~"api_v1_push|otlp_v1_metrics|prometheus_api_v1_.+|prometheus_config_v1_rules.*|api_prom_.+"'
const requests = (more = ''): string => growth(`cortex_request_duration_seconds_count{${CLIENTS}${more}}`)

const received = growth('cortex_distributor_received_samples_total')
const iterations = (which: string): string => growth(`cortex_prometheus_rule_group_iterations_${which}total`)

const refusedBy = (counter: string): string => `(${orNothing(growth(counter), received, 'user')})`

/** Evaluations come each second in a run, and may be 6.5 s apart: the usual allowance of rules. */
const MISSED = 6
const missed = orNothing(iterations('missed_'), iterations(''), 'user, rule_group')

/** No request fails or is refused, and no evaluation of a rule is missed. */
export const downtime: Assertions = {
  'requests-failed': {
    asserts: 'no request of a client gets a 5xx',
    expr: orNothing(requests(', status_code=~"5.."'), requests(), 'job, route'),
    bound: { most: 0 },
    pods: '{component=~".*(distributor|query-frontend|ruler).*"}',
    paths: ['writes', 'instant', 'range', 'labels', 'cross-tenant', 'rules', 'rules-api'],
    alert: {
      severity: 'critical',
      fires: {
        series: {
          'cortex_request_duration_seconds_count{job="distributor", pod="d-0", route="api_v1_push", status_code="200"}':
            '0+10x20',
          // The first failure of a pod is a series that was not there before.
          'cortex_request_duration_seconds_count{job="distributor", pod="d-0", route="api_v1_push", status_code="503"}':
            '_x18 1 1',
        },
        labels: { job: 'distributor', route: 'api_v1_push' },
      },
      silent: {
        'cortex_request_duration_seconds_count{job="distributor", pod="d-0", route="api_v1_push", status_code="200"}':
          '0+10x20',
        // What failed long ago, and what a querier failed at, which was tried again.
        'cortex_request_duration_seconds_count{job="distributor", pod="d-0", route="api_v1_push", status_code="503"}':
          '0 4+0x19',
        'cortex_request_duration_seconds_count{job="querier", pod="q-0", route="prometheus_api_v1_query", status_code="500"}':
          '0+1x20',
      },
    },
  },
  'requests-refused': {
    asserts: 'no request of a tenant is refused for its rate or for a full queue',
    expr: `${refusedBy('cortex_discarded_requests_total')} + ${refusedBy('cortex_query_scheduler_discarded_requests_total')}`,
    bound: { most: 0 },
    pods: '{component=~".*(distributor|query-scheduler).*"}',
    paths: ['writes', 'instant', 'range', 'labels'],
    tenant: 'user',
    alert: {
      severity: 'critical',
      fires: {
        series: {
          'cortex_distributor_received_samples_total{user="a", pod="d-0"}': '0+100x20',
          'cortex_query_scheduler_discarded_requests_total{user="a", pod="s-0"}': '0x17 2 2 2',
        },
        labels: { user: 'a' },
      },
      silent: {
        'cortex_distributor_received_samples_total{user="a", pod="d-0"}': '0+100x20',
        'cortex_query_scheduler_discarded_requests_total{user="a", pod="s-0"}': '7+0x20',
      },
    },
  },
  'evaluations-missed': {
    asserts: `no more than ${MISSED} evaluations of a rule group are left out in a row because the one before them took too long`,
    expr: missed,
    bound: { most: MISSED },
    pods: '{component=~".*ruler.*"}',
    paths: ['rules', 'evaluations'],
    tenant: 'user',
    alert: {
      severity: 'warning',
      // Who evaluates once a minute waits long for the next one.
      expr: missed,
      fires: {
        series: {
          'cortex_prometheus_rule_group_iterations_total{user="a", pod="r-0", rule_group="g"}': '0+1x20',
          'cortex_prometheus_rule_group_iterations_missed_total{user="a", pod="r-0", rule_group="g"}': '0x16 0 3 3 3',
        },
        labels: { user: 'a', rule_group: 'g' },
      },
      // A ruler that was restarted counts from zero.
      silent: {
        'cortex_prometheus_rule_group_iterations_total{user="a", pod="r-0", rule_group="g"}': '0+1x15 0+1x4',
        'cortex_prometheus_rule_group_iterations_missed_total{user="a", pod="r-0", rule_group="g"}': '3+0x15 0+0x4',
      },
    },
  },
}
