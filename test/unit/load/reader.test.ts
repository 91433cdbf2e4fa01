import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { Reader } from '../../../harness/mimir/signals/reads/reader.ts'
import { rawSamples } from '../../../harness/mimir/signals/reads/sample-reads.ts'

const dataset = { tenants: ['ann', 'bob'], series: 20, stripes: 10, interval: 1000, epoch: 10_000 }
const question = rawSamples(dataset, 'final', { tenant: 1, stripe: 3 }, { from: 9_999, to: 20_000 })
const common = {
  type: 'read',
  path: 'final',
  tenant: 1,
  due: 5,
  start: expect.any(Number),
  end: expect.any(Number),
  stripe: 3,
  window: { from: 9_999, to: 20_000 },
}

test.each([
  [200, '{"status":"success","data":{"resultType":"matrix","result":[]}}', { outcome: 'ok', seen: [], anomalies: [] }],
  [200, '{}', { outcome: 'failed', error: 'unreadable answer: expected status success, got undefined ""' }],
  [429, 'too many requests\n', { outcome: 'limited', error: 'too many requests' }],
  [422, 'the query hit a limit\n', { outcome: 'failed', error: 'the query hit a limit' }],
  [404, '', { outcome: 'failed', error: 'status 404 without a body' }],
])('%i %o', async (status, body, outcome) => {
  const asked: string[] = []
  const server = createServer(({ method, url, headers }, response) => {
    asked.push(`${method} ${url} as ${headers['x-scope-orgid']}, cache-control ${headers['cache-control']}`)
    response.writeHead(status).end(body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const events: HistoryEvent[] = []
  const reader = new Reader(dataset, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    record: event => events.push(event),
  })
  const event = await reader.ask(question, 5, 1000)
  await reader.close()
  server.close()
  expect(asked).toEqual([`GET ${question.url} as bob, cache-control no-store`])
  expect(event).toEqual({ ...common, status, ...outcome })
  expect(events).toEqual([event])
})
