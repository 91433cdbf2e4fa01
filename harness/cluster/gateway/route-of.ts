import type { ServedRoutes } from './gateway-messages.ts'
import type { Protocol } from './protocol.ts'

/** The name of the route that serves a request's path (without its query), or undefined when none does. The longest path that matches wins. */
export function routeOf(routes: ServedRoutes, path: string): string | undefined {
  let best: { name: string; length: number } | undefined
  for (const [name, { paths }] of Object.entries(routes)) {
    for (const known of paths) {
      const matches = known.endsWith('/') ? path.startsWith(known) : path === known
      if (matches && known.length > (best?.length ?? 0)) best = { name, length: known.length }
    }
  }
  return best?.name
}

/** Whether a request carries data to store. */
export const carriesData = ({ writes }: Protocol, method: string, route: string, path: string): boolean =>
  method === 'POST' && route === writes.route && !writes.except.some(prefix => path.startsWith(prefix))

/** What the gateway serves, for the answer to whoever asks for something else. */
export const routesInWords = (routes: ServedRoutes): string =>
  Object.entries(routes)
    .map(([name, { paths }]) => `${name}: ${paths.map(path => (path.endsWith('/') ? `${path}*` : path)).join(' ')}\n`)
    .join('')
