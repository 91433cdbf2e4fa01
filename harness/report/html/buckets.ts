/** What happened in one stretch of a row. */
export interface Bucket {
  ok: number
  failed: number
  /** Latency of all answers, ms; undefined where there was none. */
  p50: number | undefined
  max: number | undefined
}

/** One answered or given-up request: when it ended (ms since the start of the scale) and how long after it was due (ms). */
export interface Operation {
  end: number
  latency: number
  ok: boolean
}

/** Counts operations by the time of their answer: a stretch without answers is seen as a hole, as clients saw it. */
export function bucketed(operations: readonly Operation[], step: number, buckets: number): Bucket[] {
  const gathered = Array.from({ length: buckets }, () => ({ ok: 0, failed: 0, latencies: [] as number[] }))
  for (const { end, latency, ok } of operations) {
    const bucket = gathered[Math.min(buckets - 1, Math.max(0, Math.floor(end / step)))]!
    bucket[ok ? 'ok' : 'failed']++
    bucket.latencies.push(latency)
  }
  return gathered.map(({ ok, failed, latencies }) => {
    latencies.sort((a, b) => a - b)
    return { ok, failed, p50: median(latencies), max: latencies.at(-1) }
  })
}

/** The lower median of sorted numbers. */
export const median = (sorted: readonly number[]): number | undefined => sorted[Math.floor((sorted.length - 1) / 2)]
