import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { uncompress } from 'snappyjs'
import { expect, test } from 'vitest'
import { encodeLabels, WriteRequestEncoder } from '../../../harness/mimir/remote-write/encode.ts'
import { labelsOf, sampleValue, timeOf } from '../../../harness/mimir/signals/ledger/dataset.ts'
import { remoteWrite } from '../../../harness/mimir/signals/ledger/push.ts'

test('all series of the stripe, for all ticks, in one request with the headers of remote write 1.0', async () => {
  const dataset = { tenants: ['ann', 'bob'], series: 5, stripes: 2, interval: 1000, epoch: 1_763_776_000_000 }
  const received: { url?: string; headers: IncomingHttpHeaders; body: Buffer }[] = []
  const server = createServer(async (request, response) => {
    received.push({ url: `${request.method} ${request.url}`, headers: request.headers, body: await buffer(request) })
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { push, close } = remoteWrite(dataset, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, 5000)
  const answer = await push(1, 1, [7, 9])
  await close()
  server.close()

  expect(answer).toEqual({ start: expect.any(Number), end: expect.any(Number), status: 200, body: '' })
  const { url, headers, body } = received[0]!
  const { host, connection, 'content-length': length, ...own } = headers
  expect({ url, ...own, length: Number(length) }).toEqual({
    url: 'POST /api/v1/push',
    'x-scope-orgid': 'bob',
    'content-encoding': 'snappy',
    'content-type': 'application/x-protobuf',
    'x-prometheus-remote-write-version': '0.1.0',
    'x-gauntlet-op': '{"kind":"write","tenant":1,"stripe":1,"ticks":[7,9]}',
    length: body.length,
  })
  const series = [1, 3]
  const expected = new WriteRequestEncoder().encode(
    series.map(s => encodeLabels(labelsOf(dataset, 1, s))),
    [7, 8, 9].map(tick => timeOf(dataset, { tenant: 1, stripe: 1 }, tick)),
    (i, s) => sampleValue({ tenant: 1, series: series[i]!, tick: 7 + s }),
  )
  expect(Buffer.from(uncompress(new Uint8Array(body)))).toEqual(Buffer.from(expected))
})
