import { expect, test } from 'vitest'
import { keptByZones } from '../../../../harness/mimir/shards/kept.ts'
import { type ShardMember, ShardRing } from '../../../../harness/mimir/shards/shard-ring.ts'

const member = (id: string, zone: string, ...tokens: number[]): ShardMember => ({
  id,
  zone,
  tokens,
  registeredAt: 1,
  readOnly: false,
  readOnlyUpdatedAt: 0,
})

/** Two ingesters in each of three zones; a series of token 50 is held by a-1, b-0 and c-1. */
const ring = new ShardRing([
  member('a-0', 'a', 10),
  member('a-1', 'a', 100),
  member('b-0', 'b', 60),
  member('b-1', 'b', 40),
  member('c-0', 'c', 20),
  member('c-1', 'c', 70),
])
const ALL = [0, 1, 2, 3, 4, 5]

test('who reads asks one ingester of each zone, and finds a series where that is the one which took it', () => {
  expect(keptByZones(ring, ALL, ALL, [50])).toEqual([[0, 1, 2]])
  expect(keptByZones(ring, ALL, [1, 2, 4], [50])).toEqual([[0, 1]])
  expect(keptByZones(ring, ALL, [0, 3, 4], [50])).toEqual([[]])
})

test('what was written to a shard alone has its owners there', () => {
  expect(keptByZones(ring, [0, 3, 4], [0, 3, 4], [50, 15])).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ])
})
