import type { Recorder } from '../history/recorder.ts'
import type { Observer } from './observer.ts'

/** A metric that is copied, by pod. */
export interface CopiedMetric {
  expr: string
  /** The label that names the tenant, where it counts a tenant's. */
  tenant?: string
  /** What the report writes behind its values: `/s`. */
  unit?: string
  /** The report shows it unfolded: where the traffic went. */
  unfolded?: boolean
}

/** What of the observer is copied into the history, by name. */
export interface Copied {
  metrics: Readonly<Record<string, CopiedMetric>>
  /** PromQL that gives the number of members by label `state`: rings, and what else has members. */
  members: Readonly<Record<string, string>>
}

/** What is copied of every subject. */
export const alwaysCopied: Copied['metrics'] = {
  up: { expr: 'up' },
  'memory MiB': { expr: 'sum by (pod) (process_resident_memory_bytes) / 1048576' },
}

/** A stretch of time, ms since the epoch. */
interface Span {
  from: number
  to: number
}

/** Copies what the observer saw into the history, so that neither report nor checks need a Prometheus. */
export async function copyMetrics(observer: Observer, recorder: Recorder, span: Span, copied: Copied): Promise<void> {
  // Prometheus answers at most 11,000 points a series; the report can not draw a tenth of that.
  const step = Math.max(1000, Math.ceil((span.to - span.from) / 600 / 1000) * 1000)
  for (const [metric, { expr, tenant, unit, unfolded }] of Object.entries({ ...alwaysCopied, ...copied.metrics })) {
    for (const { labels, points } of await observer.queryRange(expr, span.from, span.to, step)) {
      const owner = tenant === undefined ? undefined : labels[tenant]
      recorder.record({ type: 'metric', metric, pod: labels.pod ?? '', tenant: owner, unit, unfolded, points })
    }
  }
  for (const [ring, expr] of Object.entries(copied.members)) {
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
