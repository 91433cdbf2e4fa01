import type { FaultEvent, GateEvent, StepEvent } from '../../history/events.ts'

/** What began and ended under one name: a step, a fault, a gate. `events` are its events in order, at least one. */
export interface Span<E> {
  name: string
  from: number
  /** The time of its last event, or the end of the run when it never came to an end. */
  to: number
  ended: boolean
  events: readonly [E, ...E[]]
  last: E
}

/** Puts events that belong together into spans: `opens` begins a new one of that name, `closes` ends it. */
function spans<E extends { at: number }>(
  events: readonly E[],
  end: number,
  rule: { name: (event: E) => string; opens: (event: E) => boolean; closes: (event: E) => boolean },
): Span<E>[] {
  const all: { name: string; events: [E, ...E[]] }[] = []
  const open = new Map<string, { name: string; events: [E, ...E[]] }>()
  for (const event of events) {
    const name = rule.name(event)
    const current = rule.opens(event) ? undefined : open.get(name)
    if (current) current.events.push(event)
    else {
      const begun: { name: string; events: [E, ...E[]] } = { name, events: [event] }
      all.push(begun)
      open.set(name, begun)
    }
    if (rule.closes(event)) open.delete(name)
  }
  return all.map(({ name, events: own }) => {
    const last = own.at(-1)!
    const ended = rule.closes(last)
    return { name, from: own[0].at, to: ended ? last.at : Math.max(end, last.at), ended, events: own, last }
  })
}

export const stepSpans = (events: readonly StepEvent[], end: number): Span<StepEvent>[] =>
  spans(events, end, { name: e => e.step, opens: e => e.phase === 'begin', closes: e => e.phase !== 'begin' })

export const faultSpans = (events: readonly FaultEvent[], end: number): Span<FaultEvent>[] =>
  spans(events, end, {
    name: e => e.id,
    opens: e => e.phase === 'injecting',
    closes: e => e.phase === 'recovered' || e.phase === 'failed',
  })

export const gateSpans = (events: readonly GateEvent[], end: number): Span<GateEvent>[] =>
  spans(events, end, { name: e => e.gate, opens: e => e.phase === 'waiting', closes: e => e.phase !== 'waiting' })
