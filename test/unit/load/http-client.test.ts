import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool } from 'undici'
import { expect, test } from 'vitest'
import { send } from '../../../harness/load/http-client.ts'

/** Sends one request to a server that behaves as told, however badly. */
async function answerOf(behaviour: RequestListener, timeoutMs = 5000) {
  const server = createServer(behaviour).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  try {
    const { start, end, ...rest } = await send(pool, { method: 'GET', path: '/', headers: {} }, timeoutMs)
    return { ...rest, took: end - start }
  } finally {
    await pool.destroy()
    server.closeAllConnections()
    server.close()
  }
}

test('a whole answer, whatever its status', async () => {
  const answer = await answerOf((_, response) => response.writeHead(503).end('no ingesters'))
  expect(answer).toEqual({ status: 503, body: 'no ingesters', took: expect.any(Number) })
})

test("an answer of the harness's own way into the cluster, which did not reach it", async () => {
  const answer = await answerOf((_, response) =>
    response.writeHead(502, { 'x-gauntlet-unreachable': 'true' }).end('broken'),
  )
  expect(answer).toEqual({ status: 502, body: 'broken', unreachable: true, took: expect.any(Number) })
})

test('no answer in time', async () => {
  const { took, ...answer } = await answerOf(() => {}, 100)
  expect(answer).toEqual({ body: '', error: 'no answer within 100 ms' })
  expect(took).toBeGreaterThanOrEqual(99)
})

test('a body that does not end in time', async () => {
  const answer = await answerOf((_, response) => response.writeHead(200).write('half'), 100)
  expect(answer).toEqual({ status: 200, body: '', error: 'no answer within 100 ms', took: expect.any(Number) })
})

test('a connection cut before the answer, and within it', async () => {
  const before = await answerOf(request => request.socket.destroy())
  expect(before).toEqual({ body: '', error: 'other side closed', took: expect.any(Number) })
  const within = await answerOf((request, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('half', () => request.socket.destroy())
  })
  expect(within).toEqual({ status: 200, body: '', error: 'other side closed', took: expect.any(Number) })
})

test('nobody listens', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  const pool = new Pool(`http://127.0.0.1:${port}`)
  const answer = await send(pool, { method: 'GET', path: '/', headers: {} }, 5000)
  expect(answer).toEqual({
    start: expect.any(Number),
    end: expect.any(Number),
    body: '',
    error: `connect ECONNREFUSED 127.0.0.1:${port}`,
  })
  await pool.destroy()
})
