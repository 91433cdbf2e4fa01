import type { LiveSignal } from '../../../load/client.ts'
import { onlyPart } from '../only-part.ts'
import { archive as judge } from './archive-check.ts'
import { archiveExcludes } from './archive-excludes.ts'
import { ArchiveEvent } from './archive-records.ts'

/** Old data: samples of hours ago, which lie in blocks alone, are read all the time. */
export const archive: LiveSignal = {
  name: 'archive',
  records: [ArchiveEvent],
  streams: [
    onlyPart('archive', 'Reads: old data', {
      covers: 'moments',
      record: event =>
        event.type === 'archive'
          ? {
              from: event.start,
              to: event.end,
              ok: event.error === undefined && !event.unreachable && event.found === event.expected,
            }
          : undefined,
      failed: event => (event.type === 'archive' ? { ...event, error: 'made to fail', found: 0 } : event),
    }),
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
