import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { callPreStopOnScaleDown } from '../../../../harness/cluster/kind/pre-stop-on-scale-down.ts'
import { oneOfEach } from '../../../../harness/mimir/topology/modes.ts'
import { scale, withPreStop } from '../../../../harness/mimir/topology/operations.ts'
import { fleet } from '../../../fleets.ts'

const POST = { method: 'POST', path: '/ingester/prepare-shutdown' } as const

/** What pods are asked before one topology becomes the next: `querier-1 POST /path`. */
async function calls(before: ReturnType<typeof oneOfEach>, after = before, status = 204): Promise<string[]> {
  const made: string[] = []
  const server = createServer((request, response) => {
    const [, pod, ...path] = request.url!.split('/')
    made.push(`${pod} ${request.method} /${path.join('/')}`)
    response.writeHead(status).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    await callPreStopOnScaleDown(fleet(before), fleet(after), {
      urlOf: pod => `http://127.0.0.1:${port}/${pod}`,
      recorder: { record: () => {} },
    })
    return made.sort()
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const three = withPreStop(scale(oneOfEach({ zones: 3, pace: 'fast' }), 'querier', 3), 'querier', [
  { method: 'GET', path: '/flush' },
  { sleep: 600 },
  POST,
])

test('pods that go are told by POST; those that stay hear nothing, and GET and sleep are for the kubelet', async () => {
  expect(await calls(three, scale(three, 'querier', 1))).toEqual([
    'querier-1 POST /ingester/prepare-shutdown',
    'querier-2 POST /ingester/prepare-shutdown',
  ])
  expect(await calls(three)).toEqual([])
})

test('a pod that refuses keeps the topology from changing', async () => {
  await expect(calls(three, scale(three, 'querier', 2), 500)).rejects.toThrow(
    /pre-stop call POST .*expected 2xx, got 500/,
  )
})
