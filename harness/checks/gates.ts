import type { GateEvent, HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run.ts'
import { type Evidence, type Finding, type Verdict, worst } from '../history/verdict.ts'
import { capped, clock, count, counted, during } from './explain.ts'

/**
 * Did every gate hold that the scenario waited for? invalid: one failed. unknown: one was still waited for at the end. A scenario
 * without gates has no such finding.
 */
export function gates(_run: RunInfo, events: readonly HistoryEvent[]): Finding | undefined {
  const waiting = new Map<string, GateEvent>()
  const failed: GateEvent[] = []
  let held = 0
  for (const event of events) {
    if (event.type !== 'gate') continue
    if (event.phase === 'waiting') waiting.set(event.gate, event)
    else waiting.delete(event.gate)
    if (event.phase === 'held') held++
    if (event.phase === 'failed') failed.push(event)
  }
  const all = held + failed.length + waiting.size
  if (all === 0) return undefined
  const when = during(events)
  const evidence = [...failed, ...waiting.values()].map((gate): Evidence => {
    const outcome = gate.phase === 'failed' ? 'failed' : 'was waited for to the end'
    const asked = `${gate.expr} should be ${gate.wants}, last seen: ${gate.seen ?? 'nothing'}`
    const text = `"${gate.gate}" ${outcome} at ${clock(gate.at)}: ${asked}; ${when(gate.at, gate.at)}`
    return { kind: 'gate', text, from: gate.at, to: gate.at, data: { gate: gate.gate, phase: gate.phase } }
  })
  const verdicts: Verdict[] = [failed.length > 0 ? 'invalid' : 'valid', waiting.size > 0 ? 'unknown' : 'valid']
  return {
    check: 'gates',
    verdict: worst(verdicts),
    summary: `${count(held)} of ${counted(all, 'gate')} held`,
    evidence: capped(evidence),
  }
}
