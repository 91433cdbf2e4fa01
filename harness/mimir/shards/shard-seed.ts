import { createHash } from 'node:crypto'
import { GoRandom } from './go-random.ts'

/** The generator that picks a tenant's instances: seeded by the first 64 bits of the MD5 of its name, and of the zone's where it picks in one (dskit: ring/shard/shard.go). */
export function randomOf(tenant: string, zone: string): GoRandom {
  const sum = createHash('md5')
    .update(zone === '' ? tenant : `${tenant}\0${zone}`)
    .digest()
  return new GoRandom(sum.readUInt32BE(0), sum.readUInt32BE(4))
}
