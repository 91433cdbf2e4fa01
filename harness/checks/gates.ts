import type { GateEvent, HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { Evidence, Finding } from '../history/verdict.ts'
import { capped, clock, count, counted, during } from './explain.ts'

/**
 * Did every gate hold that the scenario waited for? invalid: one failed. unknown: one never had data, or was still waited for at the end. A
 * scenario without gates has no such finding.
 */
export function gates(_run: RunInfo, events: readonly HistoryEvent[]): Finding | undefined {
  const waiting = new Map<string, GateEvent>()
  const amiss: GateEvent[] = []
  let held = 0
  for (const event of events) {
    if (event.type !== 'gate') continue
    if (event.phase === 'waiting') waiting.set(event.gate, event)
    else waiting.delete(event.gate)
    if (event.phase === 'held') held++
    if (event.phase === 'failed' || event.phase === 'unanswered') amiss.push(event)
  }
  const all = held + amiss.length + waiting.size
  if (all === 0) return undefined
  const when = during(events)
  const evidence = [...amiss, ...waiting.values()].map((gate): Evidence => {
    const outcome = outcomes[gate.phase]
    const asked = `${gate.expr} should be ${gate.wants}, last seen: ${gate.seen ?? 'nothing'}`
    const text = `"${gate.gate}" ${outcome} at ${clock(gate.at)}: ${asked}; ${when(gate.at, gate.at)}`
    return { kind: 'gate', text, from: gate.at, to: gate.at, data: { gate: gate.gate, phase: gate.phase } }
  })
  const failed = amiss.some(gate => gate.phase === 'failed')
  return {
    check: 'gates',
    verdict: failed ? 'invalid' : evidence.length > 0 ? 'unknown' : 'valid',
    summary: `${count(held)} of ${counted(all, 'gate')} held`,
    evidence: capped(evidence),
  }
}

/** What a gate came to that did not hold. */
const outcomes: Record<GateEvent['phase'], string> = {
  held: 'held',
  failed: 'failed',
  unanswered: 'never had data',
  waiting: 'was still awaited when the run ended',
}
