import exec from 'k6/execution'
import { send } from './endpoint.ts'

const ROUTES = ['/cart', '/checkout', '/search']
/** Upper bounds of the histogram's buckets, in seconds. */
const BOUNDS = [0.01, 0.05, 0.1, 0.5, 1]
/** Milliseconds. Each client's first write reaches back, so that a rate has two samples from the beginning. */
const HISTORY = [30_000, 15_000]

/** Each virtual user runs this module for itself: its writes follow each other, so samples of its series can not arrive out of order. */
let written = 0
let last = 0

/** One write: a counter, a gauge and a histogram for each route of a service, as an OpenTelemetry SDK exports them. */
export function write(): void {
  const now = Math.max(Date.now(), last + 1)
  const times = written === 0 ? [...HISTORY.map(ms => now - ms), now] : [now]
  const points = times.map(time => ({ time, n: ++written }))
  last = now
  const headers = { 'Content-Type': 'application/json' }
  send('write', 'POST', '/otlp/v1/metrics', JSON.stringify(request(points)), headers)
}

interface Point {
  /** Milliseconds since the Unix epoch. */
  time: number
  n: number
}

/** An OTLP ExportMetricsServiceRequest in JSON, where 64-bit integers are strings. */
const request = (points: readonly Point[]) => ({
  resourceMetrics: [
    {
      resource: {
        attributes: [attribute('service.name', 'shop'), attribute('service.instance.id', `vu-${exec.vu.idInTest}`)],
      },
      scopeMetrics: [
        {
          metrics: [
            {
              name: 'shop_requests_total',
              sum: { ...cumulative, isMonotonic: true, dataPoints: each(points, counter) },
            },
            { name: 'shop_requests_in_flight', gauge: { dataPoints: each(points, gauge) } },
            {
              name: 'shop_request_duration_seconds',
              histogram: { ...cumulative, dataPoints: each(points, histogram) },
            },
          ],
        },
      ],
    },
  ],
})

const cumulative = { aggregationTemporality: 2 }

const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } })

/** A data point for every route and time. */
const each = <T>(points: readonly Point[], value: (n: number, route: number) => T) =>
  points.flatMap(({ time, n }) =>
    ROUTES.map((route, i) => ({
      attributes: [attribute('route', route)],
      timeUnixNano: `${time}000000`,
      ...value(n, i + 1),
    })),
  )

const counter = (n: number, route: number) => ({ asDouble: n * route })

const gauge = (n: number, route: number) => ({ asDouble: (n * route) % 7 })

const histogram = (n: number) => ({
  count: String(n * (BOUNDS.length + 1)),
  sum: n * 2,
  bucketCounts: [...BOUNDS, Infinity].map(() => String(n)),
  explicitBounds: BOUNDS,
})
