import { TokenOwners } from './owners.ts'
import type { ShardRing } from './shard-ring.ts'

/** Which zones still show a series, by their indices in the ring's zones. */
export type Kept = readonly number[]

/**
 * What readers find in memory of series that were written to one shard of a tenant, when they ask another: each zone has one replica of a series, and shows it
 * where the ingester that took it is asked. A read waits for two zones, so it finds what either of them has.
 * @param written indices of the ring's members to which writers sent the series
 * @param asked indices of those that readers ask
 * @param tokens of the series (seriesToken)
 * @returns for each series the zones that show it
 */
export function keptByZones(
  ring: ShardRing,
  written: readonly number[],
  asked: readonly number[],
  tokens: readonly number[],
): Kept[] {
  const owners = new TokenOwners(written.map(i => ring.members[i]!))
  const zoneOf = new Map(asked.map(i => [ring.members[i]!.id, ring.zones.indexOf(ring.members[i]!.zone)]))
  return tokens.map(token =>
    owners
      .of(token, ring.zones.length)
      .flatMap(id => zoneOf.get(id) ?? [])
      .sort((a, b) => a - b),
  )
}
