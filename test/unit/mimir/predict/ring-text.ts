import { randomMembers } from '../../../../harness/mimir/shards/random-members.ts'
import type { ShardMember } from '../../../../harness/mimir/shards/shard-ring.ts'

/** A ring page as a pod answers it, with members in three zones, registered for long. @param change what of a member is otherwise */
export function ringText(
  perZone: number,
  change: (member: ShardMember, i: number) => Record<string, unknown> = () => ({}),
): string {
  const shards = randomMembers({ zones: 3, perZone, tokens: 64, seed: 1 }).map((m, i) => ({
    id: m.id,
    state: 'ACTIVE',
    address: `10.0.0.${i}:9095`,
    timestamp: '2026-01-01T00:00:00Z',
    registered_timestamp: '2025-12-01T00:00:00Z',
    read_only: false,
    read_only_updated_timestamp: '0001-01-01T00:00:00Z',
    zone: m.zone,
    tokens: m.tokens,
    ...change(m, i),
  }))
  return JSON.stringify({ shards, now: '2026-01-01T00:00:00.123456789Z' })
}
