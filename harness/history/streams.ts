import { stripesOf } from './dataset.ts'
import type { HistoryEvent, ReadEvent, ReadPath } from './events.ts'
import { succeeded } from './roles.ts'
import type { RunInfo } from './run.ts'

/** One good or failed look at Mimir. Times are milliseconds. */
export interface StreamRecord {
  /** Which part of the stream: one of `parts`. */
  part: string
  from: number
  to: number
  ok: boolean
}

/** What clients of a run see over time. Judge, coverage and their tests know streams by this alone. */
export interface Stream {
  name: string
  /**
   * moments: requests that come again and again. whole: one record of a client that worked all the time, made at its end. samples: reads after the load, which have to
   * hold every acked sample.
   */
  covers: 'moments' | 'whole' | 'samples'
  /** What the run was to have of it, in words of a finding: `instant of tenant-a`. None where it was to have no such stream. */
  parts(run: RunInfo, events: readonly HistoryEvent[]): string[]
  /** What an event says of it; undefined for events of other streams. */
  record(run: RunInfo, event: HistoryEvent): StreamRecord | undefined
  /** The same event, had its request failed. */
  failed(event: HistoryEvent): HistoryEvent
}

const tenants = ({ dataset }: RunInfo, name: string): string[] => dataset.tenants.map(tenant => `${name} of ${tenant}`)

const writes: Stream = {
  name: 'writes',
  covers: 'moments',
  parts: run =>
    tenants(run, 'writes').flatMap((name, tenant) =>
      stripesOf(run.dataset, tenant).map(({ shard }) => `${name}, shard ${shard}`),
    ),
  record: (run, event) =>
    event.type === 'write'
      ? {
          part: `writes of ${run.dataset.tenants[event.tenant]}, shard ${event.shard}`,
          from: event.start,
          to: event.end,
          ok: succeeded(run, event) && event.way === undefined,
        }
      : undefined,
  failed: event =>
    event.type === 'write' ? { ...event, outcome: 'unknown', status: 503, error: 'made to fail' } : event,
}

const isRead = (event: HistoryEvent, path: ReadPath): event is ReadEvent => event.type === 'read' && event.path === path

const failedRead = (event: ReadEvent): ReadEvent => {
  const { type, path, tenant, due, start, end, shard, window } = event
  return { type, path, tenant, due, start, end, shard, window, status: 500, outcome: 'failed', error: 'made to fail' }
}

/** Reads that a run repeats for every tenant, on the paths whose spacing it names. */
const probe = (path: ReadPath): Stream => ({
  name: path,
  covers: 'moments',
  // One tenant alone has no other's data to ask for.
  parts: run => (path in run.spacing && (path !== 'cross' || run.dataset.tenants.length > 1) ? tenants(run, path) : []),
  record: (run, event) =>
    isRead(event, path)
      ? {
          part: `${path} of ${run.dataset.tenants[event.tenant]}`,
          from: event.start,
          to: event.end,
          ok: succeeded(run, event) && event.way === undefined,
        }
      : undefined,
  failed: event => (isRead(event, path) ? failedRead(event) : event),
})

/** Reads of every sample once the load has ended. */
const readBack = (path: 'final' | 'store', isWanted: (run: RunInfo) => boolean): Stream => ({
  ...probe(path),
  covers: 'samples',
  parts: run => (isWanted(run) ? tenants(run, path) : []),
})

/** A client beside the ledger and the probers: the run names it as a companion. */
const companion = (
  name: string,
  {
    record,
    ...rest
  }: Pick<Stream, 'covers' | 'failed'> & {
    record(event: HistoryEvent): Omit<StreamRecord, 'part'> | undefined
  },
): Stream => ({
  name,
  ...rest,
  parts: run => (run.companions.includes(name) ? [name] : []),
  record: (_run, event) => {
    const seen = record(event)
    return seen && { part: name, ...seen }
  },
})

const archive = companion('archive', {
  covers: 'moments',
  record: event =>
    event.type === 'archive'
      ? {
          from: event.start,
          to: event.end,
          ok: event.error === undefined && event.way === undefined && event.found === event.expected,
        }
      : undefined,
  failed: event => (event.type === 'archive' ? { ...event, error: 'made to fail', found: 0 } : event),
})

const alerts = companion('alerts', {
  covers: 'moments',
  record: event =>
    event.type === 'alerts'
      ? { from: event.start, to: event.end, ok: event.outcome === 'ok' && event.way === undefined }
      : undefined,
  failed: event => {
    if (event.type !== 'alerts') return event
    const { silence: _s, firing: _f, silenced: _a, ...request } = event
    return { ...request, status: 500, outcome: 'failed', error: 'made to fail' }
  },
})

const NOTIFICATIONS = 'notifications'

/** What Alertmanagers send by themselves, where that has a way to the harness. A failed one does not come. */
const notifications: Stream = {
  name: NOTIFICATIONS,
  covers: 'moments',
  parts: (_run, events) => (events.some(e => e.type === 'alerting' && e.notified) ? [NOTIFICATIONS] : []),
  record: (_run, event) =>
    event.type === 'notification'
      ? { part: NOTIFICATIONS, from: event.at, to: event.at, ok: event.status === 'firing' }
      : undefined,
  failed: event => (event.type === 'notification' ? { ...event, status: 'resolved' } : event),
}

const k6 = companion('k6', {
  covers: 'whole',
  record: event =>
    event.type === 'k6'
      ? { from: event.from, to: event.to, ok: event.writes.failed + event.queries.failed === 0 }
      : undefined,
  failed: event =>
    event.type === 'k6' ? { ...event, writes: { ...event.writes, failed: event.writes.requests } } : event,
})

const witness = companion('witness', {
  covers: 'whole',
  record: event =>
    event.type === 'witness' ? { from: event.from, to: event.to, ok: event.broke === undefined } : undefined,
  failed: event => (event.type === 'witness' ? { ...event, broke: 'made to fail' } : event),
})

/** Every stream there is. */
export const streams: readonly Stream[] = [
  writes,
  probe('instant'),
  probe('range'),
  probe('labels'),
  probe('rules'),
  probe('cross'),
  archive,
  alerts,
  notifications,
  k6,
  witness,
  readBack('final', () => true),
  readBack('store', run => run.sufficiency.storeRead),
]
