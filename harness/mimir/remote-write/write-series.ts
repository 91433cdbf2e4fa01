import { done, notYet, until } from '../../util/until.ts'

/** Series of a tenant, each by its labels, which are sorted by name. */
export interface SeriesToWrite {
  tenant: string
  series: readonly (readonly (readonly [name: string, value: string])[])[]
  /** Milliseconds since the Unix epoch. */
  at: number
}

/** Milliseconds for an answer, and until a Mimir that serves has taken a write. */
const TIMEOUT = 10_000
const DEADLINE = 60_000

/**
 * Writes one sample of each series by remote write 1.0, tenant by tenant. What is refused is written again, and is the same sample then.
 * @param gateway `http://host:port`
 * @throws Error when Mimir does not take them
 */
export async function writeSeries(gateway: string, all: readonly SeriesToWrite[], signal: AbortSignal): Promise<void> {
  // Loaded by who writes, not by who lists scenarios.
  const [{ Pool }, { send }, { pushOf }, { errorOf }, { encodeLabels, WriteRequestEncoder }] = await Promise.all([
    import('undici'),
    import('../../load/http-client.ts'),
    import('../signals/ledger/push.ts'),
    import('../signals/ledger/write-outcome.ts'),
    import('./encode.ts'),
  ])
  const pool = new Pool(gateway)
  const encoder = new WriteRequestEncoder()
  try {
    for (const { tenant, series, at } of all) {
      const request = pushOf(
        tenant,
        encoder.encode(series.map(encodeLabels), [at], () => 1),
      )
      await until(
        async () => {
          const error = errorOf(await send(pool, request, TIMEOUT))
          return error === undefined ? done(undefined) : notYet(error)
        },
        { for: `series of ${tenant} to be written to ${gateway}`, deadline: DEADLINE, every: 500, signal },
      )
    }
  } finally {
    await pool.destroy()
  }
}
