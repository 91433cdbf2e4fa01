import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { DeadlineError } from '../../../harness/util/errors.ts'
import { waitForHttp } from '../../../harness/util/wait-for-http.ts'

/** Waits for a server that behaves as told. */
async function waitFor(behaviour: RequestListener, deadline = 200): Promise<void> {
  const server = createServer(behaviour).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await waitForHttp(url, { for: 'it to be ready', deadline, every: 20, patience: 50 })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

test('a server that is ready after a while', async () => {
  let asked = 0
  await waitFor((_, response) => response.writeHead(++asked < 3 ? 503 : 200).end(), 10_000)
  expect(asked).toBe(3)
})

test('a server that never is: the error says what it answered', async () => {
  await expect(waitFor((_, response) => response.writeHead(503).end('no ring yet\n'))).rejects.toThrow(
    new DeadlineError('waited 0.2 s for it to be ready; last seen: HTTP 503: no ring yet'),
  )
  await expect(waitFor((_, response) => response.writeHead(500).end())).rejects.toThrow(
    new DeadlineError('waited 0.2 s for it to be ready; last seen: HTTP 500'),
  )
})
