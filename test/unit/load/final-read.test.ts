import { expect, test } from 'vitest'
import { chunksOf } from '../../../harness/mimir/signals/ledger/final-read.ts'

test('every tenant and stripe, in windows of at most 50,000 samples that leave no gap', () => {
  // 10,000 series a stripe: five ticks a chunk.
  const dataset = { tenants: ['ann', 'bob'], series: 20_000, stripes: 2, interval: 1000, epoch: 100_000 }
  const chunks = chunksOf(dataset, 'final', 107_300.5).map(q => [q.path, q.tenant, q.stripe, q.window])
  expect(chunks).toEqual([
    ['final', 0, 0, { from: 99_999, to: 104_999 }],
    ['final', 0, 0, { from: 104_999, to: 107_300 }],
    ['final', 0, 1, { from: 99_999, to: 104_999 }],
    ['final', 0, 1, { from: 104_999, to: 107_300 }],
    ['final', 1, 0, { from: 99_999, to: 104_999 }],
    ['final', 1, 0, { from: 104_999, to: 107_300 }],
    ['final', 1, 1, { from: 99_999, to: 104_999 }],
    ['final', 1, 1, { from: 104_999, to: 107_300 }],
  ])
})

test('a small data set is one question a stripe, and stripes without series are not asked', () => {
  const dataset = { tenants: ['ann'], series: 1, stripes: 10, interval: 1000, epoch: 100_000 }
  expect(chunksOf(dataset, 'blocks-only', 160_000).map(q => [q.path, q.tenant, q.stripe, q.window])).toEqual([
    ['blocks-only', 0, 0, { from: 99_999, to: 160_000 }],
  ])
})
