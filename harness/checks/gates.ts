import type { GateEvent, HistoryEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { Evidence, Finding } from '../history/verdict.ts'
import { machineOf } from './disturbances.ts'
import { clock, count, counted, during, span } from './explain.ts'
import { starvedBefore } from './starved.ts'

/**
 * Did every gate hold that the scenario waited for? invalid: one failed. unknown: one never had data, or had only old data for want of CPU, or was still
 * waited for at the end. A scenario without gates has no such finding.
 */
export function gates(run: RunInfo, events: readonly HistoryEvent[]): Finding | undefined {
  const waiting = new Map<string, GateEvent>()
  const amiss: { gate: GateEvent; since: number }[] = []
  let held = 0
  for (const event of events) {
    if (event.type !== 'gate') continue
    const since = waiting.get(event.gate)?.at ?? event.at
    if (event.phase === 'waiting') waiting.set(event.gate, event)
    else waiting.delete(event.gate)
    if (event.phase === 'held') held++
    if (event.phase === 'failed' || event.phase === 'unanswered') amiss.push({ gate: event, since })
  }
  const all = held + amiss.length + waiting.size
  if (all === 0) return undefined
  const when = during(events)
  const open = [...waiting.values()].map(gate => ({ gate, since: gate.at }))
  const machine = machineOf(run, events)
  const lateScrapes = ({ phase, stale = 0, at }: GateEvent) =>
    phase === 'failed' && stale > 0 ? starvedBefore(at, machine) : undefined
  const evidence = [...amiss, ...open].map(({ gate, since }): Evidence => {
    const { gate: name, phase, at, expr, wants, seen = 'nothing', stale } = gate
    const late = lateScrapes(gate)
    const so =
      late === undefined ? '' : `; ${counted(stale!, 'target')} not scraped of late, as ${late}, so this proves nothing`
    const waited = at > since ? ` after ${span(at - since)}` : ''
    const moment = phase === 'waiting' ? `, since ${clock(at)}` : ` at ${clock(at)}${waited}`
    const text = `"${name}" ${outcomes[phase]}${moment}: ${seen}, expected ${wants}; ${when(at, at)}; ${expr}${so}`
    return { kind: 'gate', text, from: at, to: at, data: { gate: name, phase } }
  })
  const failed = amiss.some(({ gate }) => gate.phase === 'failed' && lateScrapes(gate) === undefined)
  return {
    check: 'gates',
    verdict: failed ? 'invalid' : evidence.length > 0 ? 'unknown' : 'valid',
    summary: `${count(held)} of ${counted(all, 'gate')} held`,
    evidence: evidence,
  }
}

/** What a gate came to that did not hold. */
const outcomes: Record<GateEvent['phase'], string> = {
  held: 'held',
  failed: 'failed',
  unanswered: 'never had data',
  waiting: 'was still awaited when the run ended',
}
