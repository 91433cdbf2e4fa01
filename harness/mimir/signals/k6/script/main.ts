/**
 * The load that k6 makes, run by k6 itself (`k6 run main.ts`), not by Node: it strips the types, and imports what begins with `k6`.
 * Writes and queries of one tenant, each begun at a constant rate whatever the answers do (an open loop).
 */
import type { Options, Scenario } from 'k6/options'

import { TIMEOUT } from './endpoint.ts'

export { query } from './queries.ts'
export { write } from './writes.ts'

const { RATE = '', SUMMARY = '' } = __ENV
const rate = Number(RATE)

/** The end comes by a signal. */
const FOREVER = '24h'

/** Clients for each iteration per second: as many as the seconds of a request's timeout. */
const CLIENTS = TIMEOUT / 1000 + 1
/** Each takes about half a megabyte. */
const MOST = 500

const openLoop = (script: string, startTime: string): Scenario => ({
  executor: 'constant-arrival-rate',
  exec: script,
  rate,
  timeUnit: '1s',
  startTime,
  duration: FOREVER,
  // What is due while every client waits is dropped, and counted. A request that nobody answers fails before these have run out.
  preAllocatedVUs: Math.min(rate * CLIENTS, MOST),
})

const counted = ['http_reqs', 'http_req_failed', 'unreached', 'dropped_iterations']

/** A metric of one scenario is in the summary only when a threshold names it; none of these demands anything. */
const apart = (scenario: string): string[] => [
  ...counted.map(metric => `${metric}{scenario:${scenario}}`),
  `http_req_duration{scenario:${scenario},expected_response:true}`,
]

export const options: Options = {
  scenarios: {
    writes: openLoop('write', '0s'),
    // Queries of what was never written would be answered by nothing.
    queries: openLoop('query', '5s'),
  },
  thresholds: Object.fromEntries(['writes', 'queries'].flatMap(apart).map(metric => [metric, []])),
  summaryTrendStats: ['min', 'med', 'p(95)', 'p(99)', 'max'],
}

/** k6's own summary, whole, as a file. */
export const handleSummary = (summary: unknown): Record<string, string> => ({
  [SUMMARY]: `${JSON.stringify(summary, undefined, 2)}\n`,
})
