import { request, said } from '../../../util/request.ts'
import { done, until } from '../../../util/until.ts'
import { labelsText, type MatrixSeries, parseMatrix, toMs } from '../reads/answer.ts'
import { toSeconds } from '../reads/probe.ts'

/** Series -> timestamp (ms) -> value as text. */
export type Samples = ReadonlyMap<string, ReadonlyMap<number, string>>

/** The raw samples in `from < timestamp <= to` (ms). What lies outside is left out: before Prometheus 3.0 a range included its begin. */
export function samplesIn(series: readonly MatrixSeries[], window: { from: number; to: number }): Samples {
  const samples = new Map<string, Map<number, string>>()
  for (const { metric, values } of series) {
    const own = values
      .map(([seconds, value]): [number, string] => [toMs(seconds), value])
      .filter(([at]) => at > window.from && at <= window.to)
    // Sorted: the same labels are the same text, whoever answered.
    const name = labelsText(Object.fromEntries(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1))))
    samples.set(name, new Map([...(samples.get(name) ?? []), ...own]))
  }
  return samples
}

/** Milliseconds that one answer may take, and until a chunk is given up. */
const PATIENCE = 10_000
const DEADLINE = 30_000

/**
 * Reads all raw samples of these metrics in a window, by a range selector: an instant vector would hide gaps of up to five minutes.
 * @param api where a Prometheus HTTP API is: `http://host:port/prometheus`
 * @param tenant whose, where the API has tenants.
 * @throws DeadlineError with what it answered last, when it does not answer within 30 s
 */
export function readSamples(
  api: string,
  tenant: string | undefined,
  metrics: readonly string[],
  window: { from: number; to: number },
  signal: AbortSignal,
): Promise<Samples> {
  const query = `{__name__=~"${metrics.join('|')}"}[${window.to - window.from}ms]`
  const url = `${api}/api/v1/query?${new URLSearchParams({ query, time: toSeconds(window.to) })}`
  const headers = tenant === undefined ? {} : { 'x-scope-orgid': tenant, 'cache-control': 'no-store' }
  return until(
    async () => {
      const reply = await request(url, { headers, timeout: PATIENCE })
      if (reply.status !== 200) throw new Error(said(reply))
      return done(samplesIn(parseMatrix(reply.text), window))
    },
    { for: `the samples of ${tenant ?? 'the observer'} at ${api}`, deadline: DEADLINE, every: 1000, signal },
  )
}
