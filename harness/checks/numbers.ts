import type { HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import { type Signal, type Stream, streamsOf } from '../history/signal.ts'
import { lanesOf, latenciesOf } from './lanes.ts'
import { retried } from './retries.ts'
import { greatest, nearestRank } from './statistics.ts'
import { stepsOf } from './timeline.ts'
import { gapsOf } from './windows.ts'

/** What a run measured, with the unit in each name: `acked_samples`, `write_p99_ms`, `harness_cpu_percent`. */
export const numbersOf = (
  run: RunInfo,
  events: readonly HistoryEvent[],
  signals: readonly Signal[],
): Record<string, number> => ({
  ...Object.assign({}, ...signals.map(signal => signal.numbers?.(run, events) ?? {})),
  ...pathNumbers(run, events, streamsOf(signals)),
  ...harnessNumbers(events),
  ...waitNumbers(run, events),
})

/** Over all tenants: operations, latency from due of those that succeeded, the longest time without a success, and the view with retries. */
function pathNumbers(
  run: RunInfo,
  events: readonly HistoryEvent[],
  streams: readonly Stream[],
): Record<string, number> {
  const lanes = lanesOf(run, events, streams)
  const numbers: Record<string, number> = {}
  for (const { name: path, number: name = path } of streams) {
    const own = lanes.filter(l => l.path === path)
    if (own.length === 0) continue
    const operations = own.flatMap(l => l.operations)
    const views = own.map(l => retried(l.operations))
    numbers[`${name}_operations`] = operations.length
    numbers[`${name}_failed`] = operations.filter(o => !o.ok).length
    Object.assign(numbers, percentiles(name, latenciesOf(operations), [50, 95, 99, 100]))
    numbers[`${name}_longest_gap_ms`] = tenths(greatest(own, l => greatest(gapsOf(l.operations), g => g.to - g.from)))
    numbers[`${name}_retried_longest_ms`] = tenths(greatest(views, v => v.longest))
    numbers[`${name}_retried_never`] = views.reduce((sum, v) => sum + v.never, 0)
  }
  return numbers
}

/**
 * How long the scenario's own steps took, how much of that was spent in waits that no setting shortens (each at most as long as what is built
 * in), and how long they took beyond.
 */
function waitNumbers(run: RunInfo, events: readonly HistoryEvent[]): Record<string, number> {
  const waits = events.filter(e => e.type === 'wait')
  const steps = stepsOf(events).filter(s => s.to !== Infinity && run.coverage.steps.includes(s.step))
  const [first, last] = [steps[0], steps.at(-1)]
  if (waits.length === 0 || !first || !last) return {}
  const builtIn = waits.reduce((sum, { from, to, builtIn }) => sum + Math.min(builtIn, to - from), 0)
  const seconds = (ms: number) => tenths(ms / 1000)
  return {
    steps_seconds: seconds(last.to - first.from),
    waits_built_in_seconds: seconds(builtIn),
    beyond_waits_seconds: seconds(last.to - first.from - builtIn),
  }
}

/** The CPU of a report was used since the report before it, so that of the first counts for nothing. */
function harnessNumbers(events: readonly HistoryEvent[]): Record<string, number> {
  const reports = events.filter(e => e.type === 'harness')
  const [first] = reports
  const last = reports.at(-1)
  if (!first || !last || first === last) return {}
  const cpu = reports.slice(1).reduce((sum, r) => sum + r.cpu, 0)
  return {
    harness_cpu_percent: tenths((100 * cpu) / (last.at - first.at)),
    harness_delay_ms: tenths(greatest(reports, r => r.delay)),
    harness_rss_bytes: greatest(reports, r => r.rss),
  }
}

export const percentiles = (name: string, ascending: number[], percents: number[]): Record<string, number> =>
  ascending.length === 0
    ? {}
    : Object.fromEntries(percents.map(p => [`${name}_p${p}_ms`, tenths(nearestRank(ascending, p))]))

export const tenths = (n: number): number => Math.round(n * 10) / 10
