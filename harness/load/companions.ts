import type { Companion } from './companion.ts'

/**
 * The companions that scenarios name. What they are made of, and the HTTP client behind it, is loaded when a run prepares them: a scenario that is
 * only listed or refused does not wait for it.
 */

/** A user of alerts: one alert that fires all the time and one that is silenced stay so, and notifications keep coming (check `alerts`). */
export const alerts = (): Companion => onFirstUse('alerts', async () => (await import('./alerts/alerts.ts')).alerts())

/** Old data: samples of hours ago, which lie in blocks alone, are read all the time (check `archive`). */
export const archive = (): Companion =>
  onFirstUse('archive', async () => (await import('./archive/archive.ts')).archive())

/** A second witness: the run's observer, a real Prometheus, writes to Mimir by its own client, and all of that is found again (check `witness`). */
export const witness = (): Companion =>
  onFirstUse('witness', async () => (await import('./witness/witness.ts')).witness())

function onFirstUse(name: string, load: () => Promise<Companion>): Companion {
  let loading: Promise<Companion> | undefined
  const loaded = () => {
    loading ??= load()
    return loading
  }
  return {
    name,
    prepare: async context => (await loaded()).prepare?.(context),
    start: async context => (await loaded()).start(context),
  }
}
