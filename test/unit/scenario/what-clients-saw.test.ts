import { expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import type { FileRecorder } from '../../../harness/history/recorder.ts'
import { streamsOf } from '../../../harness/history/signal.ts'
import { mimir } from '../../../harness/mimir/mimir.ts'
import { followClients } from '../../../harness/scenario/what-clients-saw.ts'
import { at, runOf, write } from '../checks/histories.ts'

test('of each tenant, what was answered since a moment', () => {
  const listeners: ((event: HistoryEvent) => void)[] = []
  const record = (event: HistoryEvent) => {
    for (const listener of listeners) listener(event)
  }
  const recorder = { onEvent: (listener: typeof record) => void listeners.push(listener) } as unknown as FileRecorder
  const seen = followClients(runOf(), streamsOf(mimir.signals), recorder)
  for (let tick = 0; tick < 5; tick++) record(write(tick))
  record(write(5, { outcome: 'unknown' }))
  record(write(5, { tenant: 1 }))
  expect(seen('writes', at(2500))).toEqual([
    { tenant: 'tenant-a', ok: 2, failed: 1, median: 10 },
    { tenant: 'tenant-b', ok: 1, failed: 0, median: 10 },
  ])
  expect(seen('instant', 0)).toEqual([
    { tenant: 'tenant-a', ok: 0, failed: 0, median: undefined },
    { tenant: 'tenant-b', ok: 0, failed: 0, median: undefined },
  ])
})
