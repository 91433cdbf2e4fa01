import { expect, test } from 'vitest'
import { call } from '../../../harness/mimir/call.ts'
import { serve } from '../serve.ts'

/** A server that answers so. */
const answering = (status: number, text: string) => serve((_, response) => response.writeHead(status).end(text))

test('an answer of 2xx is the body', async () => {
  expect(await call(await answering(204, ''), 'POST', '/ingester/shutdown')).toBe('')
  expect(await call(await answering(200, 'ready\n'), 'GET', '/ready')).toBe('ready\n')
})

test('any other answer says what was asked, of whom and for whom, and what came', async () => {
  const url = await answering(405, 'not allowed\n')
  await expect(call(url, 'POST', '/ready', { tenant: 'tenant-a' })).rejects.toThrow(
    `expected 2xx from POST ${url}/ready for tenant tenant-a, got 405: not allowed`,
  )
  const other = await answering(200, 'ok')
  await expect(call(other, 'POST', '/ready', { expect: 202 })).rejects.toThrow(
    `expected 202 from POST ${other}/ready, got 200: ok`,
  )
})

test('so does none at all, with the reason', async () => {
  const url = await serve(request => void request.socket.destroy())
  await expect(call(url, 'POST', '/ingester/shutdown')).rejects.toThrow(
    `expected 2xx from POST ${url}/ingester/shutdown, got no answer: socket hang up`,
  )
})
