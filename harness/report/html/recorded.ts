import type { HistoryEvent } from '../../history/events.ts'

type Of<T extends HistoryEvent['type']> = Extract<HistoryEvent, { type: T }>
type ByType = { readonly [T in HistoryEvent['type']]: readonly Of<T>[] }

/** The events of a run, sorted into kinds once: `recorded(events).pod`. */
export function recorded(events: readonly HistoryEvent[]): ByType {
  const kinds: { [T in HistoryEvent['type']]: Of<T>[] } = {
    write: [],
    read: [],
    archive: [],
    wait: [],
    document: [],
    step: [],
    fault: [],
    gate: [],
    expectation: [],
    apply: [],
    'pre-stop': [],
    route: [],
    pod: [],
    ring: [],
    defect: [],
    harness: [],
    starved: [],
    metric: [],
    k6: [],
    end: [],
    fact: [],
    alerting: [],
    alerts: [],
    notification: [],
    witness: [],
  }
  for (const event of events) (kinds[event.type] as HistoryEvent[]).push(event)
  return kinds
}

export type Recorded = ByType
