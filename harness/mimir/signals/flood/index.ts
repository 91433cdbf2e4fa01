import { count } from '../../../checks/explain.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { Evidence } from '../../../history/verdict.ts'
import type { LiveSignal } from '../../../load/client.ts'
import { floodRateParameter } from './flood-parameters.ts'
import { FloodEvent } from './flood-records.ts'

/** A part of what was due, which must have been sent for it to be a flood. */
const LEAST_SENT = 0.5

/** A tenant of its own that floods the others, by Grafana k6, whenever a fault turns it on. */
export const floods: LiveSignal = {
  name: 'flood',
  needs: ['k6'],
  records: [FloodEvent],
  streams: [],
  missing: (run, events) => (run.signals.includes('flood') ? missingOf(events) : []),
  numbers(_run, events) {
    const all = floodsOf(events)
    const sum = (of: (flood: FloodEvent) => number) => all.reduce((total, flood) => total + of(flood), 0)
    if (all.length === 0) return {}
    return {
      flood_requests: sum(sentOf),
      flood_taken: sum(f => f.taken),
      flood_limited: sum(f => f.limited),
      flood_failed: sum(f => f.failed),
      flood_dropped: sum(f => f.dropped),
    }
  },
  parameters: [floodRateParameter],
  client: async () => (await import('./flood-client.ts')).floodClient(),
}

const floodsOf = (events: readonly HistoryEvent[]): FloodEvent[] => events.filter(e => e.type === 'flood')

const sentOf = ({ taken, limited, failed }: FloodEvent): number => taken + limited + failed

/** A flood of which the harness kept more than half back tested next to nothing. What waited for an answer so long that no client was free was sent. */
function missingOf(events: readonly HistoryEvent[]): Evidence[] {
  const all = floodsOf(events)
  if (all.length === 0) return [{ kind: 'flood', text: 'no flood left a summary' }]
  return all.flatMap(flood => {
    const due = (flood.wanted * (flood.to - flood.from)) / 1000
    if (sentOf(flood) >= LEAST_SENT * due || flood.failed > 0) return []
    return [
      { kind: 'flood', text: `of ${count(Math.round(due))} requests of the flood ${count(sentOf(flood))} were sent` },
    ]
  })
}
