import { expect, test } from 'vitest'
import { TokenOwners } from '../../../../harness/mimir/shards/owners.ts'
import { randomMembers } from '../../../../harness/mimir/shards/random-members.ts'
import { ShardRing } from '../../../../harness/mimir/shards/shard-ring.ts'
import { seeded } from '../../../../harness/util/random.ts'

const members = randomMembers({ zones: 3, perZone: 5, tokens: 128, seed: 1 })
const ring = new ShardRing(members)

test('a series of a tenant is held by members of its shard, one in each zone', () => {
  const shard = ring.shard('tenant-a', 6).map(i => members[i]!)
  expect(shard.map(m => m.id)).toMatchInlineSnapshot(`
    [
      "ingester-zone-a-0",
      "ingester-zone-a-3",
      "ingester-zone-b-1",
      "ingester-zone-b-2",
      "ingester-zone-c-3",
      "ingester-zone-c-4",
    ]
  `)
  const owners = new TokenOwners(shard)
  expect([0, 1_000_000_000, 4_294_967_295].map(key => owners.of(key, 3))).toMatchInlineSnapshot(`
    [
      [
        "ingester-zone-a-0",
        "ingester-zone-b-1",
        "ingester-zone-c-3",
      ],
      [
        "ingester-zone-c-3",
        "ingester-zone-a-0",
        "ingester-zone-b-2",
      ],
      [
        "ingester-zone-a-0",
        "ingester-zone-b-1",
        "ingester-zone-c-3",
      ],
    ]
  `)
})

test('the owners of thousands of keys are those that a walk over all tokens finds', () => {
  const owners = new TokenOwners(members)
  const random = seeded(2)
  for (let n = 0; n < 1000; n++) {
    const key = Math.floor(random() * 2 ** 32)
    expect(owners.of(key, 3)).toEqual(walked(key))
  }
})

/** By the definition: for each zone the member with the nearest token; then in the order of their distances. */
function walked(key: number): string[] {
  const distance = (token: number) => (token > key ? token - key : token - key + 2 ** 32)
  const nearest = members
    .map(({ id, zone, tokens }) => ({ id, zone, away: Math.min(...tokens.map(distance)) }))
    .sort((a, b) => a.away - b.away)
  return [...Map.groupBy(nearest, m => m.zone).values()].map(([first]) => first!.id)
}
