import { faultsOf } from '../../checks/timeline.ts'
import type { HistoryEvent, PodEvent } from '../../history/events.ts'
import type { RunInfo } from '../../history/run-info.ts'
import { isIngester, isUp, lastWrites, SETTLE, unlikeRing } from './redundancy/zones-down.ts'

/** Milliseconds until pods go by new overrides, and those of another shard have a sample of each series. */
const OVERRIDDEN = 15_000

/**
 * Tells whether each ingester of a tenant can be expected to have all that was acked, from one moment to another: no fault, no pod that came or went, no member of
 * the ring that was not ACTIVE, no change of overrides, and a moment after each. What was over when the load
 * began does not count: by then clients were served.
 */
export function calmOf(
  { loadBegin }: Pick<RunInfo, 'loadBegin'>,
  events: readonly HistoryEvent[],
): (from: number, to: number) => boolean {
  const pods = events.filter(e => e.type === 'pod')
  const ingesters = Map.groupBy(pods.filter(isIngester), e => e.pod)
  const restless = [
    ...[...ingesters.values()].flatMap(awayOf),
    ...faultsOf(events).map(({ from, to }) => ({ from, to: to + SETTLE })),
    ...unlikeRing(events),
    ...lastWrites(pods),
    ...events.flatMap(e =>
      e.type === 'apply' && e.changes.length > 0 && e.at > loadBegin ? [{ from: e.at, to: e.at + OVERRIDDEN }] : [],
    ),
  ]
  const during = restless.filter(({ to }) => to - SETTLE > loadBegin)
  return (from, to) => during.every(span => to < span.from || from > span.to)
}

/** When an ingester was not ready, a moment after it was included. One that stays away is missed no more once others have its series. */
const awayOf = (pod: readonly PodEvent[]) =>
  pod.flatMap(({ phase, at }, i) => {
    if (isUp(phase)) return []
    const ready = pod.slice(i).find(e => isUp(e.phase))
    return [{ from: at, to: ready ? ready.at + SETTLE : at + OVERRIDDEN }]
  })
