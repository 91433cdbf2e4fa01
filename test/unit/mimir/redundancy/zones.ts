import type { HistoryEvent, PodEvent } from '../../../../harness/history/events.ts'
import type { Seen } from '../../../../harness/mimir/signals/reads/reads-records.ts'
import { all, at, NOON, read, write } from '../../checks/histories.ts'

export const zones = ['zone-a', 'zone-b', 'zone-c']
export const podOf = (zone: string) => `ingester-${zone}-0`
/** What becomes of a zone's ingester, or of the one with this name. */
export const pod = (zone: string, ms: number, phase: PodEvent['phase'], name = podOf(zone)): HistoryEvent => ({
  type: 'pod',
  pod: name,
  component: 'ingester',
  zone,
  phase,
  at: at(ms),
})

/** A zone that was asked a minute after noon, and what it has of tenant-a's stripe 0. */
export const zone = (name: string, seen: Seen[], error?: string): HistoryEvent[] => [
  {
    ...{ type: 'zone-read', zone: name, tenant: 0, stripe: 0, seen, outcome: 'ok', status: 200 },
    ...{ due: at(60_000), start: at(60_000), end: at(60_020), window: { from: NOON - 1, to: at(60_000) } },
  },
  {
    ...{ type: 'zone', zone: name, from: at(60_000), to: at(60_100), pods: [podOf(name)], keeps: 300_000 },
    ...(error !== undefined && { error }),
  },
]

/** Thirty ticks of tenant-a's stripe 0, which the final read has, with three zones that are ready from the beginning on. */
export const history = (...more: HistoryEvent[]): HistoryEvent[] => [
  ...zones.map(z => pod(z, -5000, 'ready')),
  ...Array.from({ length: 30 }, (_, tick) => write(tick)),
  read(59_000, [all([0, 29])], { path: 'final' }),
  ...more,
]
/** All of these samples. */
export const whole = [all([0, 29])]
