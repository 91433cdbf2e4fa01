import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compare } from '../../../predictor/reference-cases.ts'

test('shards are those of dskit and of the query-scheduler: a sample of what the long tests compare', async () => {
  const sample = readFileSync(new URL('../../../predictor/sample.ndjson', import.meta.url), 'utf8')
  expect(await compare(sample.split('\n'))).toMatchInlineSnapshot(`
    {
      "differ": [],
      "lookbacks": 141,
      "owned": 271,
      "querierCases": 12,
      "readOnly": 125,
      "ringCases": 300,
      "zones": 225,
    }
  `)
})
