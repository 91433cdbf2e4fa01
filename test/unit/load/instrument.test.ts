import { expect, test } from 'vitest'
import type { HarnessEvent, HistoryEvent } from '../../../harness/history/events.ts'
import { Instrument } from '../../../harness/load/instrument.ts'
import { systemClock } from '../../../harness/util/clock.ts'

test('a blocked event loop shows as delay and as CPU', async () => {
  const events: HistoryEvent[] = []
  const instrument = new Instrument({ record: event => events.push(event) })
  instrument.start()
  await systemClock.sleep(60)
  for (const end = performance.now() + 200; performance.now() < end; );
  await systemClock.sleep(60)
  instrument.stop()
  expect(events).toEqual([
    {
      type: 'harness',
      at: expect.any(Number),
      delay: expect.any(Number),
      cpu: expect.any(Number),
      rss: expect.any(Number),
    },
  ])
  const { delay, cpu } = events[0] as HarnessEvent
  expect(delay).toBeGreaterThan(150)
  expect(cpu).toBeGreaterThan(50)
})
