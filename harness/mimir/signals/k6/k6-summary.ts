import { z } from 'zod'
import type { K6Event, K6Path } from './k6-records.ts'

/** k6 leaves out a counter that never counted. */
const Counter = z.object({ values: z.object({ count: z.number(), rate: z.number() }) }).optional()
const Rate = z.object({ values: z.object({ passes: z.number() }) }).optional()
const Trend = z
  .object({ values: z.object({ med: z.number(), 'p(95)': z.number(), 'p(99)': z.number(), max: z.number() }) })
  .optional()

const Check = z.object({ name: z.string(), passes: z.number().int(), fails: z.number().int() })

/** The part that is read of what k6 gives to `handleSummary` (https://grafana.com/docs/k6/latest/results-output/end-of-test/custom-summary). */
const Summary = z.object({
  root_group: z.object({ checks: z.array(Check) }),
  metrics: z.record(z.string(), z.unknown()),
})

const Moment = z.object({ values: z.object({ min: z.number() }) }).optional()

type Measured = Pick<K6Event, 'writes' | 'queries' | 'failedAt' | 'checks'>

/**
 * Reads the summary that the scripts leave.
 * @throws SyntaxError or ZodError when it is none.
 */
export function readSummary(json: string): Measured {
  const { metrics, root_group } = Summary.parse(JSON.parse(json))
  const failedAt = Moment.parse(metrics.failed_at)?.values.min
  return {
    writes: pathOf(metrics, 'writes'),
    queries: pathOf(metrics, 'queries'),
    ...(failedAt !== undefined && failedAt > 0 && { failedAt }),
    checks: root_group.checks.map(({ name, passes, fails }) => ({ check: name, passed: passes, failed: fails })),
  }
}

function pathOf(metrics: Readonly<Record<string, unknown>>, scenario: string): K6Path {
  const of = (metric: string, more = '') => metrics[`${metric}{scenario:${scenario}${more}}`]
  const count = (metric: string) => Counter.parse(of(metric))?.values.count ?? 0
  const sent = count('http_reqs')
  const unreached = count('unreached')
  // A request that "passes" this rate is one that failed.
  const failed = Rate.parse(of('http_req_failed'))?.values.passes ?? 0
  const latency = Trend.parse(of('http_req_duration', ',expected_response:true'))?.values
  return {
    requests: sent - unreached,
    failed: failed - unreached,
    unreached,
    dropped: count('dropped_iterations'),
    rate: Counter.parse(of('http_reqs'))?.values.rate ?? 0,
    ...(sent > failed &&
      latency && { latency: { p50: latency.med, p95: latency['p(95)'], p99: latency['p(99)'], max: latency.max } }),
  }
}
