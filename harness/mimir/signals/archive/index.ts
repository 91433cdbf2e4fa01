import type { Stream } from '../../../history/signal.ts'
import type { LiveSignal } from '../../../load/client.ts'
import { onlyPart } from '../only-part.ts'
import { archive as judge } from './archive-check.ts'
import { archiveExcludes } from './archive-excludes.ts'
import { ArchiveEvent } from './archive-records.ts'

const OTHER = 'old data of the second tenant'

/** What the second tenant reads: store-gateways must not give it blocks of the first one. */
const others: Stream = {
  name: 'archive-other',
  title: 'Reads: old data of a second tenant',
  number: 'archive_other',
  covers: 'moments',
  parts: run => (run.signals.includes('archive') ? [OTHER] : []),
  record: (_run, event) =>
    event.type === 'archive' && event.other !== undefined
      ? { part: OTHER, from: event.start, to: event.end, ok: event.error === undefined && !event.unreachable }
      : undefined,
  failed: event =>
    event.type === 'archive' && event.other !== undefined ? { ...event, error: 'made to fail', found: 0 } : event,
}

/** Old data: samples of hours ago, which lie in blocks alone, are read all the time. */
export const archive: LiveSignal = {
  name: 'archive',
  records: [ArchiveEvent],
  streams: [
    onlyPart('archive', 'Reads: old data', {
      covers: 'moments',
      record: event =>
        event.type === 'archive' && event.other === undefined
          ? {
              from: event.start,
              to: event.end,
              ok: event.error === undefined && !event.unreachable && event.found === event.expected,
            }
          : undefined,
      failed: event =>
        event.type === 'archive' && event.other === undefined ? { ...event, error: 'made to fail', found: 0 } : event,
    }),
    others,
  ],
  objectives: { archive: { usual: 2000, most: 2000 } },
  checks: { archive: { judge, excludes: archiveExcludes, timed: true } },
  client: async () => (await import('./archive-client.ts')).archiveClient(),
}

declare module '../../../history/signal.ts' {
  interface CheckNames {
    archive: true
  }
  interface PathNames {
    archive: true
  }
}
