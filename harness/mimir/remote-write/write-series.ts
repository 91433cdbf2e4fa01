/** Series of a tenant, each by its labels, which are sorted by name. */
export interface SeriesToWrite {
  tenant: string
  series: readonly (readonly (readonly [name: string, value: string])[])[]
  /** Milliseconds since the Unix epoch. */
  at: number
}

/**
 * Writes one sample of each series by remote write 1.0, tenant by tenant. What is refused is written again, and is the same sample then.
 * @param gateway `http://host:port`
 * @throws Error when Mimir does not take them
 */
export async function writeSeries(gateway: string, all: readonly SeriesToWrite[], signal: AbortSignal): Promise<void> {
  // Loaded by who writes, not by who lists scenarios.
  const [{ Pool }, { pushUntilTaken }, { encodeLabels, WriteRequestEncoder }] = await Promise.all([
    import('undici'),
    import('../signals/ledger/push-until-taken.ts'),
    import('./encode.ts'),
  ])
  const pool = new Pool(gateway)
  const encoder = new WriteRequestEncoder()
  try {
    for (const { tenant, series, at } of all) {
      const request = encoder.encode(series.map(encodeLabels), [at], () => 1)
      await pushUntilTaken(pool, tenant, request, `series of ${tenant} to be written to ${gateway}`, signal)
    }
  } finally {
    await pool.destroy()
  }
}
