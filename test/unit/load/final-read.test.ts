import { expect, test } from 'vitest'
import { chunksOf } from '../../../harness/mimir/signals/ledger/final-read.ts'

test('every tenant and shard, in windows of at most 50,000 samples that leave no gap', () => {
  // 10,000 series a shard: five ticks a chunk.
  const dataset = { tenants: ['ann', 'bob'], series: 20_000, shards: 2, interval: 1000, epoch: 100_000 }
  const chunks = chunksOf(dataset, 'final', 107_300.5).map(q => [q.path, q.tenant, q.shard, q.window])
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

test('a small data set is one question a shard, and shards without series are not asked', () => {
  const dataset = { tenants: ['ann'], series: 1, shards: 10, interval: 1000, epoch: 100_000 }
  expect(chunksOf(dataset, 'store', 160_000).map(q => [q.path, q.tenant, q.shard, q.window])).toEqual([
    ['store', 0, 0, { from: 99_999, to: 160_000 }],
  ])
})
