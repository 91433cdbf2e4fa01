import type { Cluster } from '../../harness/index.ts'
import { readShardRing } from '../../harness/mimir/index.ts'

/** Ingesters of different zones. */
export const VICTIMS = ['ingester-zone-a-0', 'ingester-zone-b-0'] as const

/** Which of run.json's tenants has both in its shard: they are named in this order. */
export const IN_BOTH = 0

/** Names that are tried: with shards of one in three of each zone, one in nine is in both. */
const TRIED = 1000

/** Names of tenants that have both victims in their shards, one of them, and none: found by predicting the shards of many. */
export async function chooseBy(
  cluster: Cluster,
  { members, size }: { members: number; size: number },
): Promise<{ both: string; one: string; none: string }> {
  const distributor = cluster.pods().find(p => p.components.includes('distributor'))!
  const { ring } = await readShardRing(distributor.url, 'ingester', members)
  const names = Array.from({ length: TRIED }, (_, i) => `tenant-${i}`)
  const withVictims = (n: number) => {
    const name = names.find(tenant => VICTIMS.filter(v => ring.ids(tenant, size).includes(v)).length === n)
    if (name === undefined)
      throw new Error(`of ${TRIED} tenants none has ${n} of ${VICTIMS.join(' and ')} in its shard`)
    return name
  }
  return { both: withVictims(2), one: withVictims(1), none: withVictims(0) }
}
