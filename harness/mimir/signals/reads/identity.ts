import { Pool } from 'undici'
import { systemClock } from '../../../util/clock.ts'
import { sideBySide } from '../../../util/side-by-side.ts'
import { encodeExemplar, encodeField, encodeLabels, WriteRequestEncoder } from '../../remote-write/encode.ts'
import { pushUntilTaken } from '../ledger/push-until-taken.ts'
import { helpOf, IDENTITY } from './named.ts'

const TRACE = 'trace_id'

const SIDE_BY_SIDE = 16

/**
 * Writes an exemplar and the metadata of a metric for each tenant, before the load begins.
 * @param gateway `http://host:port`
 * @throws Error when Mimir does not take them
 */
export async function writeIdentities(gateway: string, tenants: readonly string[], signal: AbortSignal): Promise<void> {
  const pool = new Pool(gateway)
  try {
    await sideBySide(tenants, SIDE_BY_SIDE, tenant =>
      pushUntilTaken(
        pool,
        tenant,
        identityOf(tenant, systemClock.now()),
        `an exemplar of ${tenant} to be written to ${gateway}`,
        signal,
      ),
    )
  } finally {
    await pool.destroy()
  }
}

/**
 * A `prometheus.WriteRequest` with one sample, one exemplar and one metric's metadata:
 *
 *     WriteRequest   { repeated TimeSeries timeseries = 1; repeated MetricMetadata metadata = 3 }
 *     TimeSeries     { ...; repeated Exemplar exemplars = 3 }
 *     MetricMetadata { MetricType type = 1; string metric_family_name = 2; string help = 4 }
 *
 * @param now its timestamps, ms
 */
function identityOf(tenant: string, now: number): Uint8Array {
  const at = Math.floor(now)
  const encoder = new WriteRequestEncoder()
  const exemplar = encodeExemplar(encodeLabels([[TRACE, tenant]]), 1, at)
  const labels = encodeLabels([
    ['__name__', IDENTITY],
    ['tenant', tenant],
  ])
  const series = encoder.encode([Buffer.concat([labels, exemplar])], [at], () => 1)
  const gauge = Buffer.from([(1 << 3) | 0, 2])
  const metadata = Buffer.concat([
    gauge,
    encodeField(2, Buffer.from(IDENTITY)),
    encodeField(4, Buffer.from(helpOf(tenant))),
  ])
  return Buffer.concat([series, encodeField(3, metadata)])
}
