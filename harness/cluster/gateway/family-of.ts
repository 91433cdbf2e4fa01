import type { Family } from '../../topology/types.ts'

/** Paths of Mimir's HTTP API by family, the same split as in the nginx of Mimir's Helm chart. A trailing slash means everything below. */
const paths: readonly (readonly [path: string, family: Family])[] = [
  ['/api/v1/push', 'writes'],
  ['/api/v1/push/', 'writes'],
  ['/otlp/v1/metrics', 'writes'],
  ['/distributor/', 'writes'],
  ['/prometheus/config/v1/rules', 'rules'],
  ['/prometheus/config/v1/rules/', 'rules'],
  ['/prometheus/api/v1/rules', 'rules'],
  ['/prometheus/api/v1/alerts', 'rules'],
  ['/ruler/', 'rules'],
  ['/prometheus/', 'reads'],
  ['/api/v1/user_stats', 'reads'],
  ['/api/v1/user_limits', 'reads'],
  ['/api/v1/analyze', 'reads'],
  ['/api/v1/status/buildinfo', 'reads'],
  ['/alertmanager', 'alerts'],
  ['/alertmanager/', 'alerts'],
  ['/api/v1/alerts', 'alerts'],
  ['/multitenant_alertmanager/', 'alerts'],
  ['/compactor/', 'compactor'],
  ['/api/v1/upload/block/', 'compactor'],
]

/** The family of a request path without its query, or undefined when no route can serve it. The first match wins. */
export const familyOf = (path: string): Family | undefined =>
  paths.find(([known]) => (known.endsWith('/') ? path.startsWith(known) : path === known))?.[1]

/** Whether a request carries samples to store. */
export const isPush = (method: string, path: string): boolean =>
  method === 'POST' && familyOf(path) === 'writes' && !path.startsWith('/distributor/')

/** What the gateway serves, for the answer to whoever asks for something else. */
export const familyHelp = (): string =>
  Object.entries(Object.groupBy(paths, ([, family]) => family))
    .map(
      ([family, known]) => `${family}: ${known.map(([path]) => (path.endsWith('/') ? `${path}*` : path)).join(' ')}\n`,
    )
    .join('')
