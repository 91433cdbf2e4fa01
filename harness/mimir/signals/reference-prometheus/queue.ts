import { exposition } from '../../../util/exposition.ts'
import { request, said } from '../../../util/request.ts'
import type { ReferencePrometheusEvent } from './reference-prometheus-records.ts'

/** How a Prometheus is doing with what it writes elsewhere. */
export interface Queue {
  counts: NonNullable<ReferencePrometheusEvent['queue']>
  /** Samples that are to be sent. */
  pending: number
  /** Timestamp (whole seconds, in ms) of the newest sample that was sent or failed. */
  newest: number
}

/** What a Prometheus says of its own queue, by its own metrics. @throws Error when it does not answer or has no queue. */
export async function askQueue(prometheus: string): Promise<Queue> {
  const reply = await request(`${prometheus}/metrics`, { timeout: 5000 })
  if (reply.status !== 200) throw new Error(said(reply))
  return queueIn(reply.text)
}

const PREFIX = 'prometheus_remote_storage_'

/** The queue in what a Prometheus exposes. @throws Error when there is none. */
export function queueIn(text: string): Queue {
  const series = exposition(text)
  const sum = (name: string) => {
    const own = series(PREFIX + name)
    if (own.length === 0) throw new Error(`Prometheus has no ${PREFIX}${name}: it writes to nobody`)
    // What the relabelling is meant to leave out counts as dropped, too.
    return own.filter(({ labels }) => labels.reason !== 'dropped_series').reduce((all, { value }) => all + value, 0)
  }
  return {
    counts: {
      sent: sum('samples_total'),
      dropped: sum('samples_dropped_total'),
      failed: sum('samples_failed_total'),
      retried: sum('samples_retried_total'),
    },
    pending: sum('samples_pending'),
    newest: sum('queue_highest_sent_timestamp_seconds') * 1000,
  }
}
