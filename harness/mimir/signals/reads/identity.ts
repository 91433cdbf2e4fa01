import { Pool } from 'undici'
import { systemClock } from '../../../util/clock.ts'
import { sideBySide } from '../../../util/side-by-side.ts'
import { encodeRequest1, encodeSample } from '../../remote-write/encode-any.ts'
import { pushUntilTaken } from '../ledger/push-until-taken.ts'
import { helpOf, IDENTITY, TRACE } from './named.ts'

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

/** A request with one sample, one exemplar and the metadata of its metric. @param now its timestamps, ms */
function identityOf(tenant: string, now: number): Uint8Array {
  const timestamp = Math.floor(now)
  return encodeRequest1([
    {
      labels: [
        ['__name__', IDENTITY],
        ['tenant', tenant],
      ],
      floats: [encodeSample(1, timestamp)],
      histograms: [],
      exemplars: [{ labels: [[TRACE, tenant]], value: 1, timestamp }],
      metadata: { type: 'gauge', help: helpOf(tenant), unit: '' },
    },
  ])
}
