import { call } from './call.ts'

/**
 * Reads a pod's metrics as it exposes them at this moment, where a scrape a second ago would be too old.
 * @param url `http://host:port`
 * @returns tells the sum over all series of a metric; 0 when there is none
 */
export async function metricsOf(url: string): Promise<(name: string) => number> {
  const lines = (await call(url, 'GET', '/metrics')).split('\n')
  return name =>
    lines
      .filter(line => line.startsWith(name) && '{ '.includes(line[name.length] ?? '-'))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
}
