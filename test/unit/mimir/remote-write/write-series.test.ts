import { expect, test } from 'vitest'
import { writeSeries } from '../../../../harness/mimir/remote-write/write-series.ts'
import { serve } from '../../serve.ts'

const series = [[['__name__', 'up']]] as const

test('each tenant is written in a request of its own; what is refused is written again', async () => {
  const asked: unknown[] = []
  const url = await serve((req, res) => {
    asked.push(req.headers['x-scope-orgid'])
    res.writeHead(asked.length === 1 ? 503 : 200).end()
  })
  const all = ['a', 'b'].map(tenant => ({ tenant, series, at: 1 }))
  await writeSeries(url, all, AbortSignal.timeout(10_000))
  expect(asked).toEqual(['a', 'a', 'b'])
})
