import { request, said } from '../util/request.ts'
import { done, notYet, until } from '../util/until.ts'

/** What the observer's Prometheus is to write to the gateway, by remote write. */
export interface RemoteWrite {
  name: string
  /** Of the gateway. */
  path: string
  headers: Readonly<Record<string, string>>
  /** Names of the metrics that are sent; no others are. */
  metrics: readonly string[]
}

/** One entry of `remote_write` in Prometheus' configuration. */
export type RemoteWriteEntry = ReturnType<typeof entryOf>

/**
 * The entry of the configuration. One shard keeps the order of the samples. Nothing is given up but for an answer that says that it never will be
 * taken.
 * @param gateway `http://host:port`, as Prometheus reaches it
 */
export const entryOf = (gateway: string, { name, path, headers, metrics }: RemoteWrite) => ({
  name,
  url: gateway + path,
  remote_timeout: '5s',
  headers,
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

/** Waits until a Prometheus works by a configuration with this entry. @throws DeadlineError when it does not take it up. */
export function takenUp(prometheus: string, name: string, deadline: number, signal?: AbortSignal): Promise<void> {
  return until(
    async () => {
      const reply = await request(`${prometheus}/api/v1/status/config`, { timeout: 2000 })
      if (reply.status !== 200) return notYet(said(reply))
      const { data } = JSON.parse(reply.text) as { data: { yaml: string } }
      const isNew = data.yaml.includes(`name: ${name}`)
      return isNew ? done(undefined) : notYet('its configuration is the old one')
    },
    { for: `Prometheus at ${prometheus} to write by remote write "${name}"`, deadline, every: 100, signal },
  )
}
