import { exposition } from '../util/exposition.ts'
import { call } from './call.ts'

/**
 * Reads a pod's metrics as it exposes them at this moment, where a scrape a second ago would be too old.
 * @param url `http://host:port`
 * @param only those that are wanted, where reading all of them would be much
 * @returns tells the sum over all series of a metric that have these labels, by default over all; 0 when there is none
 */
export async function metricsOf(
  url: string,
  ...only: readonly string[]
): Promise<(name: string, labels?: Readonly<Record<string, string>>) => number> {
  const query =
    only.length === 0 ? '' : `?${new URLSearchParams(only.map((name): [string, string] => ['name[]', name]))}`
  const series = exposition(await call(url, 'GET', `/metrics${query}`))
  return (name, wanted = {}) =>
    series(name)
      .filter(({ labels }) => Object.entries(wanted).every(([label, value]) => labels[label] === value))
      .reduce((sum, { value }) => sum + value, 0)
}
