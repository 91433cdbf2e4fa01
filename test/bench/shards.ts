import { TenantBits } from '../../harness/mimir/shards/blast-radius.ts'
import { randomMembers } from '../../harness/mimir/shards/random-members.ts'
import { ShardRing } from '../../harness/mimir/shards/shard-ring.ts'

/** How many shards of tenants a second, and how long the deaths of 10 of 200 take, 10,000 times, for 1,000 tenants. Prints one line of JSON each. */
const TENANTS = 200_000
const ring = new ShardRing(randomMembers({ zones: 0, perZone: 200, seed: 1 }))
const begin = performance.now()
for (let i = 0; i < TENANTS; i++) ring.shard(`tenant-${i}`, 4)
console.log(JSON.stringify({ name: 'shards', perSecond: Math.round(TENANTS / ((performance.now() - begin) / 1000)) }))

const shards = Array.from({ length: 1000 }, (_, i) => ring.shard(`tenant-${i}`, 4))
const killed = performance.now()
new TenantBits(shards, 200).blast(10, { patterns: 10_000, seed: 1 })
console.log(JSON.stringify({ name: 'blast', ms: Math.round(performance.now() - killed) }))
