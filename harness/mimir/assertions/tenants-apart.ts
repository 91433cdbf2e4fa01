import { type AssertionSpec, type Assertions, growth } from '../../observer/assertion-spec.ts'
import { orNothing } from './or-nothing.ts'

const QUEUED = 'cortex_query_scheduler_queue_duration_seconds'
/** Seconds that a query may wait: a bucket of Mimir's histogram. */
const WAIT = '2.5'

/** Reasons that are no matter of limits: samples that are late, or there already, as a ruler's that hands its groups over. */
const OF_SAMPLES = 'sample-.*|new-value-for-timestamp'

const discarded = growth(`cortex_discarded_samples_total{reason!~"${OF_SAMPLES}"}`)
const received = growth('cortex_distributor_received_samples_total')

const queue = (...values: [tenant: string, le: string, values: string][]): Record<string, string> =>
  Object.fromEntries(
    values.map(([user, le, own]) => [
      le === ''
        ? `${QUEUED}_count{user="${user}", pod="s-0"}`
        : `${QUEUED}_bucket{user="${user}", pod="s-0", le="${le}"}`,
      own,
    ]),
  )

/** One tenant does not hurt another: none waits in the queues of query-schedulers, none is limited. */
export const isolation: Assertions = {
  'queries-queued-long': {
    asserts: `no query of a tenant waits for a querier longer than ${WAIT} s`,
    expr: `sum by (user) (${growth(`${QUEUED}_count`)}) - sum by (user) (${growth(`${QUEUED}_bucket{le="${WAIT}"}`)})`,
    bound: { most: 0 },
    pods: '{component=~".*query-scheduler.*"}',
    onlyWith: ['availability', 'neighbours'],
    paths: ['instant', 'range', 'labels', 'cross-tenant', 'rules'],
    tenant: 'user',
    alert: {
      severity: 'warning',
      fires: {
        series: queue(['a', '', '0+10x20'], ['a', WAIT, '0+9x20'], ['b', '', '0+10x20'], ['b', WAIT, '0+10x20']),
        labels: { user: 'a' },
      },
      silent: queue(['a', '', '0+10x20'], ['a', WAIT, '0+10x20']),
    },
  },
  'samples-discarded': {
    asserts: 'no sample of a tenant is discarded by a limit or as invalid',
    expr: orNothing(discarded, received, 'user, reason'),
    bound: { most: 0 },
    pods: '{component=~".*(distributor|ingester).*"}',
    onlyWith: ['loss', 'availability', 'rules'],
    paths: ['writes', 'rules'],
    tenant: 'user',
    alert: {
      severity: 'critical',
      fires: {
        series: {
          'cortex_distributor_received_samples_total{user="a", pod="d-0"}': '0+100x20',
          'cortex_discarded_samples_total{user="a", pod="d-0", reason="rate_limited"}': '_x18 5 5',
        },
        labels: { user: 'a', reason: 'rate_limited' },
      },
      silent: {
        'cortex_distributor_received_samples_total{user="a", pod="d-0"}': '0+100x20',
        'cortex_discarded_samples_total{user="a", pod="i-0", reason="sample-timestamp-too-old"}': '0+1x20',
      },
    },
  },
}

/**
 * The samples of a tenant go to the ingesters of its shard alone.
 * @param size how many there are in the shard of each tenant
 */
export const ingestersOfShard = (size: number): AssertionSpec => {
  const ingesters = (n: number) =>
    Object.fromEntries(
      Array.from({ length: n }, (_, i) => [
        `cortex_ingester_ingested_samples_total{user="a", pod="i-${i}"}`,
        '0+10x20',
      ]),
    )
  return {
    asserts: `samples of each tenant go to ${size} ingesters and no more`,
    expr: `count by (user) (sum by (user, pod) (${growth('cortex_ingester_ingested_samples_total')}) > 0)`,
    bound: { most: size },
    pods: '{component=~".*ingester.*"}',
    tenant: 'user',
    alert: {
      severity: 'warning',
      fires: { series: ingesters(size + 1), labels: { user: 'a' } },
      silent: ingesters(size),
    },
  }
}
