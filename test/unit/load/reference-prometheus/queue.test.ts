import { expect, test } from 'vitest'
import { queueIn } from '../../../../harness/mimir/signals/reference-prometheus/queue.ts'

const exposition = `# HELP prometheus_remote_storage_samples_total Total number of samples sent to remote storage.
# TYPE prometheus_remote_storage_samples_total counter
prometheus_remote_storage_samples_total{remote_name="witness",url="http://127.0.0.1:8080/api/v1/push"} 4300
prometheus_remote_storage_samples_dropped_total{reason="dropped_series",remote_name="witness",url="u"} 1.2e+06
prometheus_remote_storage_samples_dropped_total{reason="too_old",remote_name="witness",url="u"} 2
prometheus_remote_storage_samples_dropped_total{reason="unintentionally_dropped_series",remote_name="witness",url="u"} 1
prometheus_remote_storage_samples_failed_total{remote_name="witness",url="u"} 5
prometheus_remote_storage_samples_retried_total{remote_name="witness",url="u"} 7
prometheus_remote_storage_samples_pending{remote_name="witness",url="u"} 30
prometheus_remote_storage_queue_highest_sent_timestamp_seconds{remote_name="witness",url="u"} 1.893499200e+09
prometheus_remote_storage_samples_in_total 99
`

test("the queue of a Prometheus, by its own metrics; what is not meant to be sent is not 'dropped'", () => {
  expect(queueIn(exposition)).toEqual({
    counts: { sent: 4300, dropped: 3, failed: 5, retried: 7 },
    pending: 30,
    newest: Date.UTC(2030, 0, 1, 12),
  })
})

test('a Prometheus that writes to nobody', () => {
  expect(() => queueIn('go_goroutines 7\n')).toThrow(
    new Error('Prometheus has no prometheus_remote_storage_samples_total: it writes to nobody'),
  )
})
