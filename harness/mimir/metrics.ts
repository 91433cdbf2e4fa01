import { exposition } from '../util/exposition.ts'
import { call } from './call.ts'

/**
 * Reads a pod's metrics as it exposes them at this moment, where a scrape a second ago would be too old.
 * @param url `http://host:port`
 * @param only those that are wanted, where reading all of them would be much
 * @returns tells the sum over all series of a metric; 0 when there is none
 */
export async function metricsOf(url: string, ...only: readonly string[]): Promise<(name: string) => number> {
  const series = await exposedBy(url, only)
  return name => series(name).reduce((sum, { value }) => sum + value, 0)
}

/**
 * Reads a pod's metrics as it exposes them at this moment, summed up by a label.
 * @param url `http://host:port`
 * @param only those that are wanted
 * @returns tells the sums over all series of a metric that have one value of this label, by that value; series without it are left out
 */
export async function metricsBy(
  url: string,
  label: string,
  ...only: readonly string[]
): Promise<(name: string) => ReadonlyMap<string, number>> {
  const series = await exposedBy(url, only)
  return name => {
    const sums = new Map<string, number>()
    for (const { labels, value } of series(name)) {
      const own = labels[label]
      if (own !== undefined) sums.set(own, (sums.get(own) ?? 0) + value)
    }
    return sums
  }
}

async function exposedBy(url: string, only: readonly string[]): Promise<ReturnType<typeof exposition>> {
  const query =
    only.length === 0 ? '' : `?${new URLSearchParams(only.map((name): [string, string] => ['name[]', name]))}`
  return exposition(await call(url, 'GET', `/metrics${query}`))
}
