import { Pool } from 'undici'
import type { Ticks } from '../../../history/events.ts'
import { type Answer, type HttpRequest, send } from '../../../load/http-client.ts'
import { REQUEST_ID_HEADER, requestId } from '../../../util/request-id.ts'
import { encodeLabels, WriteRequestEncoder } from '../../remote-write/encode.ts'
import { compress } from '../../remote-write/snappy.ts'
import { type Dataset, kindOf, labelsOf, sampleValue, seriesOfStripe, stripesOf, timeOf } from './dataset.ts'
import { requestOf } from './kinds/push-kind.ts'

/** Sends all series of a stripe for these ticks in one remote-write request. Never throws. */
export type Push = (tenant: number, stripe: number, ticks: Ticks) => Promise<Answer>

/** At most one request of a stripe is in flight, so this only bounds data sets with very many stripes. */
const CONNECTIONS = 64

/** How a request says of which version of remote write it is (both specifications, "Headers"). */
const versions = {
  1: { 'content-type': 'application/x-protobuf', 'x-prometheus-remote-write-version': '0.1.0' },
  2: {
    'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request',
    'x-prometheus-remote-write-version': '2.0.0',
  },
}

/** A `prometheus.WriteRequest`, or an `io.prometheus.write.v2.Request`, as a request by remote write 1.0 or 2.0. */
export const pushOf = (
  tenant: string,
  request: Uint8Array,
  label: Record<string, string> = {},
  version: keyof typeof versions = 1,
): HttpRequest => ({
  method: 'POST',
  path: '/api/v1/push',
  headers: {
    'x-scope-orgid': tenant,
    'content-encoding': 'snappy',
    ...versions[version],
    ...label,
  },
  body: compress(request),
})

/**
 * Pushes to `<gateway>/api/v1/push`: floats by remote write 1.0, each other kind as it demands.
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
    const label = { [REQUEST_ID_HEADER]: requestId({ kind: 'write', tenant, stripe, ticks }) }
    const kind = kindOf(dataset, { tenant, stripe })
    if (kind !== undefined) {
      const { request, version } = requestOf(dataset, { tenant, stripe }, kind, ticks)
      return send(pool, pushOf(dataset.tenants[tenant]!, request, label, version), timeoutMs)
    }
    const { series, labels } = stripes[tenant]![stripe]!
    const timestamps: number[] = []
    for (let tick = ticks[0]; tick <= ticks[1]; tick++) timestamps.push(timeOf(dataset, { tenant, stripe }, tick))
    const request = encoder.encode(labels, timestamps, (i, s) =>
      sampleValue({ tenant, series: series[i]!, tick: ticks[0] + s }),
    )
    return send(pool, pushOf(dataset.tenants[tenant]!, request, label), timeoutMs)
  }
  return { push, close: () => pool.destroy() }
}
