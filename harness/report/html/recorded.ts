import type { coreEvents, HistoryEvent } from '../../history/events.ts'

type CoreType = (typeof coreEvents)[number]['shape']['type']['value']
type Of<T extends HistoryEvent['type']> = Extract<HistoryEvent, { type: T }>

/** The core's events of a run by their type. */
export type Recorded = { readonly [T in CoreType]: readonly Of<T>[] }

/** The core's events of a run, sorted into kinds once: `recorded(events).pod`. */
export function recorded(events: readonly HistoryEvent[]): Recorded {
  const kinds: { [T in CoreType]: Of<T>[] } = {
    wait: [],
    document: [],
    step: [],
    fault: [],
    gate: [],
    expectation: [],
    assertion: [],
    apply: [],
    'pre-stop': [],
    route: [],
    pod: [],
    unwatched: [],
    ring: [],
    defect: [],
    harness: [],
    'cpu-pressure': [],
    'cpu-use': [],
    metric: [],
    end: [],
    fact: [],
    table: [],
  }
  const own: Partial<Record<string, HistoryEvent[]>> = kinds
  for (const event of events) own[event.type]?.push(event)
  return kinds
}
