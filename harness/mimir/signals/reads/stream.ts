import { operationOf } from '../../../checks/lanes.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import { succeeded } from '../../../history/roles.ts'
import type { Stream } from '../../../history/signal.ts'
import { type ReadEvent, type ReadPath, stripesOfRead } from './reads-records.ts'

/** Reads of every tenant on a path, in runs that name its spacing. */
export function readStream(path: ReadPath, title: string): Stream {
  const isOurs = (event: HistoryEvent): event is ReadEvent => event.type === 'read' && event.path === path
  const partOf = (tenant: string | undefined) => `${path} of ${tenant}`
  return {
    name: path,
    title,
    covers: 'moments',
    parts: run => (path in run.spacing ? run.tenants.map(partOf) : []),
    record: (run, event) =>
      isOurs(event)
        ? {
            part: partOf(run.tenants[event.tenant]),
            from: event.start,
            to: event.end,
            ok: succeeded(run, event) && !event.unreachable,
          }
        : undefined,
    failed: event => (isOurs(event) ? failedRead(event) : event),
    operations: (run, event) =>
      isOurs(event) && !event.unreachable
        ? {
            tenant: event.tenant,
            operations: [operationOf(event, event.due, succeeded(run, event), stripesOfRead(event))],
          }
        : undefined,
  }
}

const failedRead = (event: ReadEvent): ReadEvent => {
  const { type, path, tenant, due, start, end, stripe, stripes, window } = event
  return {
    type,
    path,
    tenant,
    due,
    start,
    end,
    stripe,
    stripes,
    window,
    status: 500,
    outcome: 'failed',
    error: 'made to fail',
  }
}
