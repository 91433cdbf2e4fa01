import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { call } from '../../../harness/mimir/call.ts'

/** A server that answers so, or hangs up on everybody. */
async function server(answer?: { status: number; text: string }): Promise<string> {
  const it = createServer((request, response) =>
    answer ? response.writeHead(answer.status).end(answer.text) : request.socket.destroy(),
  )
  await new Promise<void>(done => it.listen(0, '127.0.0.1', done))
  onTestFinished(() => void it.close())
  return `http://127.0.0.1:${(it.address() as AddressInfo).port}`
}

test('an answer of 2xx is the body', async () => {
  expect(await call(await server({ status: 204, text: '' }), 'POST', '/ingester/shutdown')).toBe('')
  expect(await call(await server({ status: 200, text: 'ready\n' }), 'GET', '/ready')).toBe('ready\n')
})

test('any other answer says what was asked, of whom and for whom, and what came', async () => {
  const url = await server({ status: 405, text: 'not allowed\n' })
  await expect(call(url, 'POST', '/ready', { tenant: 'tenant-a' })).rejects.toThrow(
    `expected 2xx from POST ${url}/ready for tenant tenant-a, got 405: not allowed`,
  )
  const other = await server({ status: 200, text: 'ok' })
  await expect(call(other, 'POST', '/ready', { expect: 202 })).rejects.toThrow(
    `expected 202 from POST ${other}/ready, got 200: ok`,
  )
})

test('so does none at all, with the reason', async () => {
  const url = await server()
  await expect(call(url, 'POST', '/ingester/shutdown')).rejects.toThrow(
    `expected 2xx from POST ${url}/ingester/shutdown, got no answer: other side closed`,
  )
})
