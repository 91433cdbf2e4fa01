import { expect, test } from 'vitest'
import { allOverridesAt, overridesAt } from '../../../harness/mimir/runtime-overrides.ts'
import { serve } from '../serve.ts'

const told = (text: string) => serve((req, res) => void res.end(req.url === '/runtime_config?mode=diff' ? text : ''))

test('overrides are those of each tenant, and none of whom there are none', async () => {
  const url = await told('overrides:\n    "0":\n        a: 1\n    b:\n        a: 2\n')
  expect(await allOverridesAt(url)).toEqual({ 0: { a: 1 }, b: { a: 2 } })
  expect(await overridesAt(url, 'b')).toEqual({ a: 2 })
  expect(await overridesAt(url, 'c')).toEqual({})
})

test.each(['', '{}\n', 'null\n'])('%j has none', async text =>
  expect(await allOverridesAt(await told(text))).toEqual({}),
)
