import type { RemoteWrite } from '../../../cluster/remote-write.ts'
import type { Client, ClientContext } from '../../../load/client.ts'
import { systemClock } from '../../../util/clock.ts'
import { reason } from '../../../util/errors.ts'
import { done, notYet, until } from '../../../util/until.ts'
import { PUSH_PATH } from '../../routes.ts'
import { Comparison } from './compare-samples.ts'
import { askQueue } from './queue.ts'
import { readSamples } from './samples.ts'

const TENANT = 'reference-prometheus'

/** A few series of each pod. Some never change, some do at every scrape; `up` is there even when the pod is not. */
const METRICS = [
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'process_start_time_seconds',
  'process_cpu_seconds_total',
]

/** Milliseconds of samples in one answer: bounded, however long the run. */
const CHUNK = 60_000
/** Milliseconds. */
const FLOWS_DEADLINE = 60_000
const SENT_DEADLINE = 60_000
/** A scrape of one moment may be stored up to its timeout later; whatever is newer than that was stored after it (ms). */
const SETTLED = 2000

/**
 * A second source of truth beside the ledger: the run's observer, a real Prometheus, writes a part of what it scrapes to Mimir by its own client. In the
 * end Mimir must have what the observer has, sample for sample.
 */
export function referencePrometheusClient(): Client {
  return {
    async prepare({ cluster, signal }) {
      await cluster.remoteWrite(remoteWriteTo(TENANT, METRICS))
      await until(
        async () => {
          const to = Math.floor(systemClock.now())
          const seen = await readSamples(mimirOf(cluster), TENANT, ['up'], { from: to - CHUNK, to }, signal)
          return seen.size > 0 ? done(undefined) : notYet('no sample')
        },
        { for: 'the first sample that the observer wrote to Mimir', deadline: FLOWS_DEADLINE, every: 500, signal },
      )
    },
    async start(context) {
      const from = Math.floor(systemClock.now())
      return { stop: () => compare(context, from) }
    },
  }
}

/** One shard keeps the order of the samples, so that whatever was scraped before the newest sample that was sent has been sent, too. */
const remoteWriteTo = (tenant: string, metrics: readonly string[]): RemoteWrite => ({
  name: tenant,
  path: PUSH_PATH,
  headers: { 'X-Scope-OrgID': tenant },
  metrics,
})

const mimirOf = ({ gateway }: ClientContext['cluster']): string => `${gateway}/prometheus`

/** Compares what was scraped since `from` (ms) and records the result, also of a comparison that broke off. */
async function compare({ cluster, recorder, signal }: ClientContext, from: number): Promise<void> {
  const to = Math.floor(systemClock.now())
  const comparison = new Comparison()
  let broke: string | undefined
  try {
    await sent(cluster.prometheus, to, signal)
    for (let begin = from; begin < to; begin += CHUNK) {
      const window = { from: begin, to: Math.min(to, begin + CHUNK) }
      const [expected, got] = await Promise.all([
        readSamples(cluster.prometheus, undefined, METRICS, window, signal),
        readSamples(mimirOf(cluster), TENANT, METRICS, window, signal),
      ])
      comparison.add(expected, got)
    }
  } catch (thrown) {
    broke = reason(thrown)
  }
  const queue = await askQueue(cluster.prometheus).catch(() => undefined)
  recorder.record({
    type: 'reference-prometheus',
    at: systemClock.now(),
    tenant: TENANT,
    from,
    to,
    ...comparison.result(),
    queue: queue?.counts,
    broke,
  })
}

/** Waits until all that was scraped up to a moment has been sent: its one shard keeps the order, so something much newer has been. */
async function sent(prometheus: string, to: number, signal: AbortSignal): Promise<void> {
  await until(
    async () => {
      const { newest, pending } = await askQueue(prometheus)
      const behind = to + SETTLED - newest
      return behind < 0 ? done(undefined) : notYet(`${pending} samples pending, ${Math.round(behind)} ms behind`)
    },
    { for: 'the observer to have written all it had scraped', deadline: SENT_DEADLINE, every: 250, signal },
  )
}
