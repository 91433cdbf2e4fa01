import type { Recorder } from '../history/recorder.ts'
import type { Observer } from './observer.ts'

/** What the report draws per pod: name -> PromQL. */
const drawn: Record<string, string> = {
  up: 'up',
  writes:
    'sum by (pod) (rate(cortex_request_duration_seconds_count{route=~"api_v1_push|otlp_v1_metrics|/cortex.Ingester/Push"}[5s]))',
  queries:
    'sum by (pod) (rate(cortex_request_duration_seconds_count{route=~"prometheus_api_v1_.+|/cortex.Ingester/QueryStream"}[5s]))',
  'memory MiB': 'sum by (pod) (process_resident_memory_bytes) / 1048576',
}

/** The rings that hold data, as those see them who write to them and read from them. */
const rings: Record<string, string> = {
  ingester: 'max by (state) (cortex_ring_members{name="ingester", component=~".*distributor.*"})',
  'store-gateway': 'max by (state) (cortex_ring_members{name="store-gateway-client", component=~".*querier.*"})',
}

/**
 * How often each ruler evaluated a rule group of one rule, by tenant, failed evaluations left out. The label ends with the group's name (Prometheus:
 * rules.GroupKey).
 */
const evaluations = (group: string): string => {
  const total = (metric: string) => `sum by (pod, user) (${metric}{rule_group=~".+;${group}"})`
  const all = total('cortex_prometheus_rule_evaluations_total')
  return `${all} - (${total('cortex_prometheus_rule_evaluation_failures_total')} or 0 * ${all})`
}

/** A stretch of time, ms since the epoch. */
interface Span {
  from: number
  to: number
}

/**
 * Copies what the observer saw into the history, so that neither report nor checks need a Prometheus.
 * @param group the rule group whose evaluations are to be counted.
 */
export async function copyMetrics(observer: Observer, recorder: Recorder, span: Span, group: string): Promise<void> {
  // Prometheus answers at most 11,000 points a series; the report can not draw a tenth of that.
  const step = Math.max(1000, Math.ceil((span.to - span.from) / 600 / 1000) * 1000)
  for (const [metric, expr] of Object.entries(drawn)) {
    for (const { labels, points } of await observer.queryRange(expr, span.from, span.to, step)) {
      recorder.record({ type: 'metric', metric, pod: labels.pod ?? '', points })
    }
  }
  for (const { labels, points } of await observer.queryRange(evaluations(group), span.from, span.to, step)) {
    const { pod = '', user: tenant } = labels
    recorder.record({ type: 'metric', metric: 'rule evaluations', pod, tenant, points })
  }
  for (const [ring, expr] of Object.entries(rings)) {
    const states = await observer.queryRange(expr, span.from, span.to, step)
    for (const { at, counts } of changes(states)) recorder.record({ type: 'ring', ring, at, states: counts })
  }
}

/** The moments at which the number of members in any state changed, each with all numbers. */
export function changes(
  series: readonly { labels: Record<string, string>; points: readonly [number, number][] }[],
): { at: number; counts: Record<string, number> }[] {
  const moments = new Map<number, Record<string, number>>()
  for (const { labels, points } of series) {
    for (const [at, members] of points) {
      const counts = moments.get(at) ?? {}
      if (members > 0) counts[labels.state ?? ''] = members
      moments.set(at, counts)
    }
  }
  let last = ''
  return [...moments]
    .sort(([a], [b]) => a - b)
    .flatMap(([at, counts]) => {
      const text = JSON.stringify(Object.entries(counts).sort())
      if (text === last) return []
      last = text
      return [{ at, counts }]
    })
}
