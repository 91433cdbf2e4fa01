import type { HistoryEvent } from '../../history/events.ts'
import type { RunInfo } from '../../history/run-info.ts'
import type { Stream, StreamRecord } from '../../history/signal.ts'

/** A stream of one part, in every run that has the signal of this name. */
export const onlyPart = (
  name: string,
  title: string,
  {
    record,
    ...rest
  }: Pick<Stream, 'covers' | 'failed'> & { record(event: HistoryEvent): Omit<StreamRecord, 'part'> | undefined },
): Stream => ({
  name,
  title,
  ...rest,
  parts: (run: RunInfo) => (run.signals.includes(name) ? [name] : []),
  record(_run, event) {
    const seen = record(event)
    return seen && { part: name, ...seen }
  },
})
