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
  const clock = { now: () => at(7000), sleep: async () => {} }
  const seen = followClients(runOf(), streamsOf(mimir.signals), recorder, clock)
  for (let tick = 0; tick < 5; tick++) record(write(tick))
  record(write(5, { outcome: 'unknown' }))
  record(write(5, { tenant: 1 }))
  expect(seen('writes', at(2500))).toEqual([
    { tenant: 'tenant-a', ok: 2, failed: 1, median: 10, longestGap: 2990 },
    { tenant: 'tenant-b', ok: 1, failed: 0, median: 10, longestGap: 2760 },
  ])
  expect(seen('instant', at(1000))).toEqual([
    { tenant: 'tenant-a', ok: 0, failed: 0, median: undefined, longestGap: 6000 },
    { tenant: 'tenant-b', ok: 0, failed: 0, median: undefined, longestGap: 6000 },
  ])
})
