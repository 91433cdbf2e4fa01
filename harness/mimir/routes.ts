import type { ApiGroup } from './topology/topology.ts'

/** Where remote write goes. */
export const PUSH_PATH = '/api/v1/push'

/** Paths of Mimir's HTTP API by apiGroup, the same split as in the nginx of Mimir's Helm chart. A slash at the end means everything below; the longest wins. */
export const PATHS: Readonly<Record<ApiGroup, readonly string[]>> = {
  writes: [PUSH_PATH, '/api/v1/push/', '/otlp/v1/metrics', '/distributor/'],
  reads: ['/prometheus/', '/api/v1/user_stats', '/api/v1/user_limits', '/api/v1/analyze', '/api/v1/status/buildinfo'],
  rules: [
    '/prometheus/config/v1/rules',
    '/prometheus/config/v1/rules/',
    '/prometheus/api/v1/rules',
    '/prometheus/api/v1/alerts',
    '/ruler/',
  ],
  alerts: ['/alertmanager', '/alertmanager/', '/api/v1/alerts', '/multitenant_alertmanager/'],
  compactor: ['/compactor/', '/api/v1/upload/block/'],
}
