import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { metricsOf } from '../../../harness/mimir/metrics.ts'

const EXPOSITION = `# HELP cortex_connected Clients.
# TYPE cortex_connected gauge
cortex_connected{scheduler="a"} 2
cortex_connected{scheduler="b"} 1.5
cortex_connected_total 7
cortex_ready 1
`

test('a metric is the sum of its series, and of no other metric that begins like it', async () => {
  const server = createServer((req, res) => void res.end(req.url === '/metrics' ? EXPOSITION : '')).listen(
    0,
    '127.0.0.1',
  )
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const count = await metricsOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  expect(['cortex_connected', 'cortex_ready', 'cortex'].map(count)).toEqual([3.5, 1, 0])
})
