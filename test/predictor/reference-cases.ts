import { TokenOwners } from '../../harness/mimir/shards/owners.ts'
import { querierShard } from '../../harness/mimir/shards/querier-shard.ts'
import { type ShardMember, ShardRing } from '../../harness/mimir/shards/shard-ring.ts'

/** The moment at which the program in reference/ asks its rings, unix seconds. */
const NOW = 1_800_000_000
/** How many hold a key in them. */
const FACTOR = 3

type Line =
  | { zoneAware: boolean; members: ShardMember[] }
  | { tenant: string; size: number; lookback: number; shard: number[]; key: number; owners: number[] }
  | { queriers: string[]; tenant: string; size: number; shard: string[] }

/** What came of comparing our shards with those of dskit and of Mimir's query-scheduler. */
export interface Compared {
  ringCases: number
  querierCases: number
  /** Of the cases of rings: with zones, with a lookback, with a member that is read-only or was. */
  zones: number
  lookbacks: number
  readOnly: number
  /** And those in which dskit says who of the shard holds a key. */
  owned: number
  /** The first cases that differ, with both shards. */
  differ: unknown[]
}

/** @param lines what the program in reference/ printed */
export async function compare(lines: Iterable<string> | AsyncIterable<string>): Promise<Compared> {
  const compared: Compared = {
    ringCases: 0,
    querierCases: 0,
    zones: 0,
    lookbacks: 0,
    readOnly: 0,
    owned: 0,
    differ: [],
  }
  const same = (line: Line, ours: unknown, theirs: unknown) => {
    if (JSON.stringify(ours) !== JSON.stringify(theirs) && compared.differ.length < 5) {
      compared.differ.push({ ...line, ours })
    }
  }
  let ring = new ShardRing([])
  for await (const text of lines) {
    if (text === '') continue
    const line = JSON.parse(text) as Line
    if ('members' in line) ring = new ShardRing(line.members, line.zoneAware)
    else if ('queriers' in line) {
      compared.querierCases++
      same(line, querierShard(line.queriers, line.tenant, line.size), line.shard)
    } else {
      compared.ringCases++
      if (ring.zones.length > 0) compared.zones++
      if (line.lookback > 0) compared.lookbacks++
      if (ring.members.some(m => m.readOnlyUpdatedAt > 0 || m.readOnly)) compared.readOnly++
      same(line, ring.shard(line.tenant, line.size, { seconds: line.lookback, now: NOW }), line.shard)
      if (line.owners.length === 0) continue
      compared.owned++
      const owners = new TokenOwners(line.shard.map(i => ring.members[i]!)).of(line.key, FACTOR)
      same(
        line,
        owners,
        line.owners.map(i => ring.members[i]!.id),
      )
    }
  }
  return compared
}
