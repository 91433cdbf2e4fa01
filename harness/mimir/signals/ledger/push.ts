import { Pool } from 'undici'
import type { Ticks } from '../../../history/events.ts'
import { type Answer, type HttpRequest, send } from '../../../load/http-client.ts'
import { REQUEST_ID_HEADER, requestId } from '../../../util/request-id.ts'
import { encodeLabels, WriteRequestEncoder } from '../../remote-write/encode.ts'
import { compress } from '../../remote-write/snappy.ts'
import { type Dataset, labelsOf, sampleValue, seriesOfStripe, stripesOf, timeOf } from './dataset.ts'

/** Sends all series of a stripe for these ticks in one remote-write request. Never throws. */
export type Push = (tenant: number, stripe: number, ticks: Ticks) => Promise<Answer>

/** At most one request of a stripe is in flight, so this only bounds data sets with very many stripes. */
const CONNECTIONS = 64

/** A `prometheus.WriteRequest` as a request by remote write 1.0. */
export const pushOf = (tenant: string, request: Uint8Array, label: Record<string, string> = {}): HttpRequest => ({
  method: 'POST',
  path: '/api/v1/push',
  headers: {
    'x-scope-orgid': tenant,
    'content-encoding': 'snappy',
    'content-type': 'application/x-protobuf',
    'x-prometheus-remote-write-version': '0.1.0',
    ...label,
  },
  body: compress(request),
})

/**
 * Pushes by remote write 1.0 to `<gateway>/api/v1/push`.
 * @returns the push, and `close`, to be called when no request is in flight
 */
export function remoteWrite(
  dataset: Dataset,
  gateway: string,
  timeoutMs: number,
): { push: Push; close: () => Promise<void> } {
  const pool = new Pool(gateway, { connections: CONNECTIONS })
  const encoder = new WriteRequestEncoder()
  const stripes = dataset.tenants.map((_, tenant) =>
    stripesOf(dataset, tenant).map(stripe => {
      const series = seriesOfStripe(dataset, stripe)
      return { series, labels: series.map(s => encodeLabels(labelsOf(dataset, tenant, s))) }
    }),
  )
  const push: Push = (tenant, stripe, ticks) => {
    const { series, labels } = stripes[tenant]![stripe]!
    const timestamps: number[] = []
    for (let tick = ticks[0]; tick <= ticks[1]; tick++) timestamps.push(timeOf(dataset, { tenant, stripe }, tick))
    const request = encoder.encode(labels, timestamps, (i, s) =>
      sampleValue({ tenant, series: series[i]!, tick: ticks[0] + s }),
    )
    const label = { [REQUEST_ID_HEADER]: requestId({ kind: 'write', tenant, stripe, ticks }) }
    return send(pool, pushOf(dataset.tenants[tenant]!, request, label), timeoutMs)
  }
  return { push, close: () => pool.destroy() }
}
