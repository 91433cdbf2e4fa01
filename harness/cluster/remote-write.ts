import { request, said } from '../util/request.ts'
import { done, notYet, until } from '../util/until.ts'

/** One entry of `remote_write` in Prometheus' configuration. */
export type RemoteWrite = ReturnType<typeof remoteWriteTo>

/**
 * Sends these metrics, and no others, to a Mimir. One shard keeps the order of the samples, so that whatever was scraped before the newest
 * sample that was sent has been sent, too. Nothing is given up but for an answer that says that it never will be taken.
 * @param gateway `http://host:port`
 */
export const remoteWriteTo = (gateway: string, tenant: string, metrics: readonly string[]) => ({
  name: tenant,
  url: `${gateway}/api/v1/push`,
  remote_timeout: '5s',
  headers: { 'X-Scope-OrgID': tenant },
  write_relabel_configs: [{ source_labels: ['__name__'], regex: metrics.join('|'), action: 'keep' }],
  metadata_config: { send: false },
  queue_config: {
    capacity: 10_000,
    min_shards: 1,
    max_shards: 1,
    max_samples_per_send: 1000,
    batch_send_deadline: '500ms',
    min_backoff: '100ms',
    max_backoff: '1s',
    retry_on_http_429: true,
  },
})

/** Waits until a Prometheus works by a configuration that writes to a Mimir. @throws DeadlineError when it does not take it up. */
export function takenUp(prometheus: string, tenant: string, deadline: number, signal?: AbortSignal): Promise<void> {
  return until(
    async () => {
      const reply = await request(`${prometheus}/api/v1/status/config`, { timeout: 2000 })
      if (reply.status !== 200) return notYet(said(reply))
      const isNew = reply.text.includes(`X-Scope-OrgID: ${tenant}`)
      return isNew ? done(undefined) : notYet('its configuration is the old one')
    },
    { for: `Prometheus at ${prometheus} to write as tenant ${tenant}`, deadline, every: 100, signal },
  )
}
