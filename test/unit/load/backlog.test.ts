import { expect, test } from 'vitest'
import { Backlog } from '../../../harness/mimir/signals/ledger/backlog.ts'
import { dueOf, timeOf } from '../../../harness/mimir/signals/ledger/dataset.ts'

/** Ticks of stripe 1 are at 10500, 11500, ... */
const dataset = { tenants: ['ann'], series: 4, stripes: 2, interval: 1000, epoch: 10_000 }
const stripe = { tenant: 0, stripe: 1 }

test('each tick is taken once, when it is due', () => {
  const backlog = new Backlog(dataset, stripe, 0)
  expect(backlog.take(10_499)).toBeUndefined()
  expect(backlog.take(10_500)).toEqual({ ticks: [0, 0], due: 10_500 })
  expect(backlog.take(10_500)).toBeUndefined()
  expect(backlog.take(11_500.3)).toEqual({ ticks: [1, 1], due: 11_500 })
})

test('what became due meanwhile is taken together, counted from the first', () => {
  const backlog = new Backlog(dataset, stripe, 0)
  expect(backlog.take(14_499)).toEqual({ ticks: [0, 3], due: 10_500 })
  expect(backlog.take(14_500)).toEqual({ ticks: [4, 4], due: 14_500 })
})

test('30 ticks at a time after a long stall', () => {
  const backlog = new Backlog(dataset, stripe, 0)
  const now = 10_500 + 69_000
  expect([backlog.take(now), backlog.take(now), backlog.take(now), backlog.take(now)]).toEqual([
    { ticks: [0, 29], due: 10_500 },
    { ticks: [30, 59], due: 40_500 },
    { ticks: [60, 69], due: 70_500 },
    undefined,
  ])
})

test('what was due before the start is left out', () => {
  expect(new Backlog(dataset, stripe, 12_500).due).toBe(12_500)
  expect(new Backlog(dataset, stripe, 12_501).take(13_500)).toEqual({ ticks: [3, 3], due: 13_500 })
})

test('with a seed each tick is due at a moment of its own, before the next stripe', () => {
  const random = { ...dataset, seed: 7 }
  const dues = Array.from({ length: 5 }, (_, tick) => dueOf(random, stripe, tick) - timeOf(random, stripe, tick))
  expect(dues).toEqual([221, 198, 263, 484, 273])
  const backlog = new Backlog(random, stripe, 0)
  expect(backlog.take(dueOf(random, stripe, 1) - 1)).toEqual({ ticks: [0, 0], due: dueOf(random, stripe, 0) })
})
