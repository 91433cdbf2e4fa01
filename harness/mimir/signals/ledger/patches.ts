import type { Ticks } from '../../../history/events.ts'
import type { Fate, Shard } from './shards.ts'
import { runsOf } from './ticks.ts'

type Is = (fate: Fate, tick: number, shard: Shard) => boolean

/**
 * What can be wrong with a sample.
 * - lost: acked, missing in a read that had to hold it, and in no read that began later.
 * - stale: acked, missing in such a read, seen by a later one. A transient absence is a finding too: a careless shard shrink hides
 *   data for minutes and heals.
 * - unread: acked, and covered by no read that began after the ack and proves something.
 * - phantom: seen and never written.
 */
const classes = {
  lost: (fate, tick) => fate.absent[tick]! > fate.seen[tick]!,
  stale: (fate, tick) => fate.absent[tick]! >= 0 && fate.seen[tick]! > fate.absent[tick]!,
  unread: ({ absent, seen }, tick, { acked, reads }) =>
    acked[tick]! < Infinity && absent[tick]! < 0 && !(seen[tick]! >= 0 && reads[seen[tick]!]!.start >= acked[tick]!),
  phantom: (fate, tick, shard) => fate.seen[tick]! >= 0 && shard.attempted[tick] === 0,
} satisfies Record<string, Is>

/** Neighbouring samples of one class: a range of ticks of some series of a shard. */
export interface Patch {
  shard: Shard
  /** Whose series these are. */
  fates: Fate[]
  /** Ascending. */
  series: number[]
  ticks: Ticks
  samples: number
}

/**
 * The samples of a class: the longest runs of ticks of each series, with the series that share a run put together. Equal sets of
 * samples give equal patches, in order of tenant, shard and tick.
 */
export const patchesOf = (shards: readonly Shard[], kind: keyof typeof classes): Patch[] =>
  shards.flatMap(shard => {
    const patches = new Map<string, Patch>()
    for (const fate of shard.fates) {
      for (const ticks of runsOf(shard.size, tick => classes[kind](fate, tick, shard))) {
        const patch = patches.get(ticks.join()) ?? { shard, fates: [], series: [], ticks, samples: 0 }
        patches.set(ticks.join(), patch)
        patch.fates.push(fate)
        patch.series.push(...fate.series)
        patch.samples += fate.series.length * (ticks[1] - ticks[0] + 1)
      }
    }
    for (const patch of patches.values()) patch.series.sort((a, b) => a - b)
    return [...patches.values()].sort((a, b) => a.ticks[0] - b.ticks[0] || a.ticks[1] - b.ticks[1])
  })

/** Every tick of a patch with the fate of its series. */
export function* cellsOf({ fates, ticks: [from, to] }: Patch): Generator<[fate: Fate, tick: number]> {
  for (const fate of fates) for (let tick = from; tick <= to; tick++) yield [fate, tick]
}

/** How long each stale sample took from its ack until the first read that held it again had ended: milliseconds, ascending. */
export const stalenessOf = (stale: readonly Patch[]): number[] =>
  stale
    .flatMap(patch =>
      [...cellsOf(patch)].flatMap(([fate, tick]) => fate.series.map(() => staleness(patch.shard, fate, tick))),
    )
    .sort((a, b) => a - b)

const staleness = ({ reads, acked }: Shard, { healed }: Fate, tick: number): number =>
  reads[healed[tick]!]!.end - acked[tick]!
