import { expect, test } from 'vitest'
import { Deaths } from '../../../harness/cluster/deaths.ts'

test('a pod may die while it is allowed to, by any of its names', () => {
  const deaths = new Deaths()
  const seen = () => [deaths.allowedBy(['store-0']), deaths.allowedBy(['querier-7f9c-x', 'querier-0'])]
  expect(seen()).toEqual([undefined, undefined])
  deaths.allow(['querier-0', 'store-0'])
  expect(seen()).toEqual(['store-0', 'querier-0'])
  deaths.allow([])
  expect(seen()).toEqual([undefined, undefined])
})

test('what is reported is why nothing goes on', async () => {
  const deaths = new Deaths()
  deaths.report(new Error('store-0 died'))
  deaths.report(new Error('store-1 died'))
  await expect(deaths.unexpected).rejects.toThrow('store-0 died')
})
