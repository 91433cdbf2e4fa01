import { operationOf } from '../../../checks/lanes.ts'
import type { Stream } from '../../../history/signal.ts'
import type { LiveSignal } from '../../../load/client.ts'
import { DataSourceEvent, SPACING } from './data-source-records.ts'

const queries: Stream = {
  name: 'data-source',
  title: 'Queries of the data source',
  number: 'data_source',
  covers: 'moments',
  timed: true,
  parts: run => run.tenants.map(tenant => `queries of ${tenant}`),
  record: (run, event) =>
    event.type === 'data-source'
      ? { part: `queries of ${run.tenants[0]}`, from: event.start, to: event.end, ok: event.ok }
      : undefined,
  failed: event => (event.type === 'data-source' ? { ...event, ok: false, error: 'made to fail' } : event),
  operations: (_run, event) =>
    event.type === 'data-source' ? { tenant: 0, operations: [operationOf(event, event.due, event.ok)] } : undefined,
}

/** Grafana, as its data source knows it: a client of the query API that asks all the time, at one side or at the other. */
export const dataSource: LiveSignal = {
  name: 'data-source',
  always: true,
  records: [DataSourceEvent],
  streams: [queries],
  objectives: { 'data-source': { usual: 2000, most: 600_000 } },
  compared: ['data_source_p99_ms', 'data_source_longest_gap_ms'],
  describe: () => ({ spacing: { 'data-source': SPACING } }),
  client: async () => (await import('./data-source-client.ts')).dataSourceClient(),
}

declare module '../../../history/signal.ts' {
  interface PathNames {
    'data-source': true
  }
}
