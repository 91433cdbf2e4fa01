import { tenths } from '../../../checks/numbers.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { Table } from '../../../history/signal.ts'
import type { LiveSignal } from '../../../load/client.ts'
import { count, duration } from '../../../report/text.ts'
import { onlyPart } from '../only-part.ts'
import { k6 as judge } from './k6-check.ts'
import { k6Excludes } from './k6-excludes.ts'
import { rateParameter } from './k6-parameters.ts'
import { K6Event } from './k6-records.ts'

/** A load by Grafana k6 beside the ledger's: OTLP writes and a dashboard's queries of a tenant of its own, each at a constant rate. */
export const k6: LiveSignal = {
  name: 'k6',
  needs: ['k6'],
  records: [K6Event],
  streams: [
    onlyPart('k6', 'k6', {
      covers: 'whole',
      record: event =>
        event.type === 'k6'
          ? { from: event.from, to: event.to, ok: event.writes.failed + event.queries.failed === 0 }
          : undefined,
      failed: event =>
        event.type === 'k6' ? { ...event, writes: { ...event.writes, failed: event.writes.requests } } : event,
    }),
  ],
  checks: { k6: { judge, excludes: k6Excludes, timed: true } },
  numbers: (_run, events) => numbersOf(events),
  sums: [{ name: 'k6 requests failed', bad: ['k6_failed'], of: ['k6_requests'] }],
  tables: events => {
    const rows = rowsOf(events)
    return rows.length === 0 ? [] : [{ ...table, rows }]
  },
  parameters: [rateParameter],
  isWanted: parameters => parameters[rateParameter.flag] !== 0,
  notCovered: parameters =>
    parameters[rateParameter.flag] === 0 ? ['k6 sent nothing beside the ledger and the probers: --k6-rate 0'] : [],
  client: async () => (await import('./k6-client.ts')).k6Client(),
}

/** k6's own, from its summary. */
function numbersOf(events: readonly HistoryEvent[]): Record<string, number> {
  const summary = events.findLast(e => e.type === 'k6')
  if (!summary) return {}
  const { writes, queries } = summary
  return {
    k6_requests: writes.requests + queries.requests,
    k6_failed: writes.failed + queries.failed,
    k6_dropped: writes.dropped + queries.dropped,
    ...(writes.latency && { k6_write_p99_ms: tenths(writes.latency.p99) }),
    ...(queries.latency && { k6_query_p99_ms: tenths(queries.latency.p99) }),
  }
}

const table: Omit<Table, 'rows'> = {
  title: 'k6',
  heads: ['', '#requests', '#failed', '#dropped', '#a second', '#p50', '#p95', '#p99', '#max'],
}

/** What k6's own summary says, a row for writes and one for queries. */
const rowsOf = (events: readonly HistoryEvent[]): string[][] =>
  events
    .filter(e => e.type === 'k6')
    .flatMap(summary =>
      (['writes', 'queries'] as const).map(path => {
        const { requests, failed, dropped, rate, latency } = summary[path]
        const { p50, p95, p99, max } = latency ?? {}
        const times = [p50, p95, p99, max].map(ms => (ms === undefined ? '–' : duration(ms)))
        return [path, count(requests), count(failed), count(dropped), rate.toFixed(1), ...times]
      }),
    )

declare module '../../../history/signal.ts' {
  interface CheckNames {
    k6: true
  }
}
