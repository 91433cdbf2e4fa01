import { expect, test } from 'vitest'
import { metricsBy, metricsOf } from '../../../harness/mimir/metrics.ts'
import { serve } from '../serve.ts'

const EXPOSITION = `# HELP cortex_connected Clients.
# TYPE cortex_connected gauge
cortex_connected{scheduler="a"} 2
cortex_connected{scheduler="b"} 1.5
cortex_connected_total 7
cortex_ready 1
`

test('a metric is the sum of its series, and of no other metric that begins like it', async () => {
  const url = await serve((req, res) => void res.end(req.url === '/metrics' ? EXPOSITION : ''))
  const count = await metricsOf(url)
  expect(['cortex_connected', 'cortex_ready', 'cortex'].map(count)).toEqual([3.5, 1, 0])
})

test('one alone can be asked for', async () => {
  const url = await serve((req, res) => void res.end(req.url === '/metrics?name%5B%5D=cortex_ready' ? EXPOSITION : ''))
  const count = await metricsOf(url, 'cortex_ready')
  expect(count('cortex_ready')).toBe(1)
})

test('by a label, each of its values has a sum of its own; what has no such label is left out', async () => {
  const url = await serve((_, res) => void res.end(`${EXPOSITION}cortex_connected{scheduler="b",frontend="c"} 4\n`))
  const by = await metricsBy(url, 'scheduler')
  expect(by('cortex_connected')).toEqual(
    new Map([
      ['a', 2],
      ['b', 5.5],
    ]),
  )
  expect(by('cortex_ready')).toEqual(new Map())
})
