import { expect, test } from 'vitest'
import { BackOff } from '../../../../harness/cluster/process/back-off.ts'

test('the first start comes at once, the next ones after 10 s and twice as long each time, 5 minutes at most', () => {
  const backOff = new BackOff()
  expect(Array.from({ length: 8 }, () => backOff.next(1000) / 1000)).toEqual([0, 10, 20, 40, 80, 160, 300, 300])
})

test('who ran for 10 minutes is forgiven', () => {
  const backOff = new BackOff()
  expect([1000, 1000, 1000, 600_000, 1000].map(ran => backOff.next(ran) / 1000)).toEqual([0, 10, 20, 0, 10])
})
