import { faultsOf } from '../../../checks/timeline.ts'
import type { HistoryEvent } from '../../../history/events.ts'

/**
 * Tells whether an Alertmanager started, ended or was at a fault in a time: then replicas may not know of each other. Other pods change nothing of what they
 * know.
 */
export function replicasChange(events: readonly HistoryEvent[]): (from: number, to: number) => boolean {
  const own = events.filter(e => e.type === 'pod').filter(e => e.component.includes('alertmanager'))
  const names = new Set(own.map(e => e.pod))
  const faults = faultsOf(events).filter(f => f.pods.some(pod => names.has(pod)))
  return (from, to) => own.some(e => e.at > from && e.at < to) || faults.some(f => f.from < to && f.to > from)
}
