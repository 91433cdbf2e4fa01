import { expect, test } from 'vitest'
import { callPreStop } from '../../../harness/cluster/pre-stop.ts'
import type { PreStop } from '../../../harness/fleet/fleet.ts'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { serve } from '../serve.ts'

/** What is recorded of a hook, without its times, and how it ended. */
async function carriedOut(hook: PreStop, url = 'http://127.0.0.1:9') {
  const events: HistoryEvent[] = []
  const ended = await callPreStop({ name: 'ingester-0', url }, hook, { record: e => void events.push(e) }).then(
    () => 'done',
    thrown => thrown.message,
  )
  return {
    ended,
    events: events.map(e => (e.type === 'pre-stop' ? { ...e, from: 0, to: Math.round(e.to - e.from) } : e)),
  }
}

const SHUTDOWN = { method: 'POST', path: '/ingester/shutdown' } as const

test('an answer of a megabyte is read to its end', async () => {
  let sentAll = false
  const url = await serve((_, response) => {
    for (let i = 0; i < 16; i++) response.write(Buffer.alloc(64 << 10))
    response.end(() => {
      sentAll = true
    })
  })
  const { ended, events } = await carriedOut(SHUTDOWN, url)
  expect({ ended, sentAll }).toEqual({ ended: 'done', sentAll: true })
  expect(events).toEqual([
    {
      type: 'pre-stop',
      pod: 'ingester-0',
      hook: 'POST /ingester/shutdown',
      from: 0,
      to: expect.any(Number),
      status: 200,
    },
  ])
})

test('a refusal and a missing answer are recorded, and end it', async () => {
  const url = await serve((_, response) => response.writeHead(500).end())
  const refused = await carriedOut(SHUTDOWN, url)
  expect(refused.ended).toBe(`pre-stop call POST ${url}/ingester/shutdown: expected 2xx, got 500`)
  expect(refused.events).toMatchObject([{ hook: 'POST /ingester/shutdown', status: 500 }])
  const unanswered = await carriedOut(SHUTDOWN)
  expect(unanswered.events).toMatchObject([
    { hook: 'POST /ingester/shutdown', error: 'connect ECONNREFUSED 127.0.0.1:9' },
  ])
})

test('a sleep lasts as long as it says', async () => {
  const { events } = await carriedOut({ sleep: 0.2 })
  expect(events).toMatchObject([{ hook: 'sleep 0.2 s' }])
  const [slept] = events
  expect(slept?.type === 'pre-stop' && slept.to).toBeGreaterThanOrEqual(199)
})
