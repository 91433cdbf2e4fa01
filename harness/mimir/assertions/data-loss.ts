import { type Assertions, growth, total } from '../../observer/assertion-spec.ts'

const DISTRIBUTORS = '{component=~".*distributor.*"}'
const INGESTERS = '{component=~".*ingester.*"}'

/** But for what rulers write: they have a distributor of their own. */
const RECEIVED = 'cortex_distributor_received_samples_total{job!~".*(ruler|backend).*"}'
const INGESTED = 'cortex_ingester_ingested_samples_total'

/** Who keeps data safe says so of its own: what clients have acked has been received, and ingested by as many replicas as an ack needs. */
export const dataLoss = (replicas: number): Assertions => {
  const quorum = Math.floor(replicas / 2) + 1
  const replicated = `${quorum} * sum by (user) (${growth(RECEIVED)}) - sum by (user) (${growth(INGESTED)})`
  return {
    'samples-not-received': {
      asserts: 'distributors have received every acked sample',
      expr: `sum by (user) (${total(RECEIVED)})`,
      bound: { least: 'acked samples', times: 1, by: 'user' },
      pods: DISTRIBUTORS,
      onlyWith: ['loss'],
      tenant: 'user',
      alert: {
        severity: 'critical',
        // Who sends, and has no tenant's name: what was sent and not refused within the window, but for what was on its way.
        expr: `sum(${growth('prometheus_remote_storage_samples_total')}) - sum(${growth('prometheus_remote_storage_samples_failed_total')}) - 1.1 * sum(${growth(RECEIVED)})`,
        fires: {
          series: {
            'prometheus_remote_storage_samples_total{remote_name="m"}': '0+100x20',
            'prometheus_remote_storage_samples_failed_total{remote_name="m"}': '0x20',
            'cortex_distributor_received_samples_total{user="a", pod="d-0", job="mimir/distributor"}': '0+50x20',
          },
          labels: {},
        },
        silent: {
          'prometheus_remote_storage_samples_total{remote_name="m"}': '0+100x20',
          'prometheus_remote_storage_samples_failed_total{remote_name="m"}': '0+50x20',
          'cortex_distributor_received_samples_total{user="a", pod="d-0", job="mimir/distributor"}': '0+50x20',
        },
      },
    },
    'samples-not-replicated': {
      asserts: `ingesters have ingested every acked sample ${quorum} times of ${replicas}`,
      expr: `sum by (user) (${total(INGESTED)})`,
      bound: { least: 'acked samples', times: quorum, by: 'user' },
      pods: INGESTERS,
      onlyWith: ['loss', 'redundancy'],
      tenant: 'user',
      alert: {
        severity: 'critical',
        // What is refused as invalid is received, and not ingested.
        expr: `${replicated} - ${quorum} * (sum by (user) (${growth('cortex_discarded_samples_total')}) or 0 * sum by (user) (${growth(RECEIVED)}))`,
        fires: {
          series: {
            'cortex_distributor_received_samples_total{user="a", pod="d-0", job="mimir/distributor"}': '0+100x20',
            ...ingested(replicas, i => (i === 0 ? '0+100x20' : '0+1x20')),
          },
          labels: { user: 'a' },
        },
        silent: {
          'cortex_distributor_received_samples_total{user="a", pod="d-0", job="mimir/distributor"}': '0+100x20',
          ...ingested(replicas, i => (i < quorum ? '0+100x20' : '0x20')),
        },
      },
    },
  }
}

const ingested = (replicas: number, values: (i: number) => string): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: replicas }, (_, i) => [
      `cortex_ingester_ingested_samples_total{user="a", pod="i-${i}"}`,
      values(i),
    ]),
  )
