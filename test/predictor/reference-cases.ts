import { querierShard } from '../../harness/mimir/shards/querier-shard.ts'
import { type ShardMember, ShardRing } from '../../harness/mimir/shards/shard-ring.ts'

/** The moment at which the program in reference/ asks its rings, unix seconds. */
const NOW = 1_800_000_000

type Line =
  | { zoneAware: boolean; members: ShardMember[] }
  | { tenant: string; size: number; lookback: number; shard: number[] }
  | { queriers: string[]; tenant: string; size: number; shard: string[] }

/** What came of comparing our shards with those of dskit and of Mimir's query-scheduler. */
export interface Compared {
  ringCases: number
  querierCases: number
  /** Of the cases of rings: with zones, with a lookback, with a member that is read-only or was. */
  zones: number
  lookbacks: number
  readOnly: number
  /** The first cases that differ, with both shards. */
  differ: unknown[]
}

/** @param lines what the program in reference/ printed */
export async function compare(lines: Iterable<string> | AsyncIterable<string>): Promise<Compared> {
  const compared: Compared = { ringCases: 0, querierCases: 0, zones: 0, lookbacks: 0, readOnly: 0, differ: [] }
  let ring = new ShardRing([])
  for await (const text of lines) {
    if (text === '') continue
    const line = JSON.parse(text) as Line
    if ('members' in line) {
      ring = new ShardRing(line.members, line.zoneAware)
      continue
    }
    const ours =
      'queriers' in line
        ? querierShard(line.queriers, line.tenant, line.size)
        : ring.shard(line.tenant, line.size, { seconds: line.lookback, now: NOW })
    if ('queriers' in line) compared.querierCases++
    else {
      compared.ringCases++
      if (ring.zones.length > 0) compared.zones++
      if (line.lookback > 0) compared.lookbacks++
      if (ring.members.some(m => m.readOnlyUpdatedAt > 0 || m.readOnly)) compared.readOnly++
    }
    if (JSON.stringify(ours) !== JSON.stringify(line.shard) && compared.differ.length < 5)
      compared.differ.push({ ...line, ours })
  }
  return compared
}
