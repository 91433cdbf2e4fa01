import { call } from './call.ts'
import { leaves, type Tree } from './topology/tree.ts'

/**
 * The configuration that a pod runs with, defaults included, as it tells itself (`/config`). Not its flags: `/api/v1/status/flags` is there for
 * clients of Prometheus and always empty (pkg/api/handlers.go).
 * @param url `http://host:port`
 * @returns dotted YAML path -> value as JSON; secrets are masked
 * @throws Error when the pod tells nothing
 */
export async function configOf(url: string): Promise<Record<string, string>> {
  const { parse } = await import('yaml')
  const told = leaves(parse(await call(url, 'GET', '/config')) as Tree)
  if (told.length < 100)
    throw new Error(`expected all of Mimir's configuration from ${url}/config, got ${told.length} values`)
  return Object.fromEntries(told.map(([path, value]) => [path, JSON.stringify(value)]))
}
