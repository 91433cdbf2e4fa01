import type { HistoryEvent, PodEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run.ts'
import type { Evidence, Finding } from '../history/verdict.ts'
import { faultsOf } from './course.ts'
import { capped, clock, count, counted, during } from './explain.ts'

/**
 * Did every pod live until it was asked to go? unknown: one died by itself, or none was recorded. What the run would have shown with
 * it alive can not be told. A death during a fault that names the pod is what the fault was for.
 */
export function pods(_run: RunInfo, events: readonly HistoryEvent[]): Finding {
  const all = events.filter(e => e.type === 'pod')
  const faults = faultsOf(events)
  const isMeant = ({ pod, at }: PodEvent) => faults.some(f => f.pods.includes(pod) && f.from <= at && at <= f.to)
  const deaths = all.filter(e => e.phase === 'died')
  const unasked = deaths.filter(e => !isMeant(e))
  const when = during(events)
  return {
    check: 'pods',
    verdict: all.length === 0 || unasked.length > 0 ? 'unknown' : 'valid',
    summary: `${count(unasked.length)} of ${counted(new Set(all.map(e => e.pod)).size, 'pod')} died unasked, ${count(deaths.length - unasked.length)} of a fault`,
    evidence: capped(
      unasked.map(({ pod, component, zone, at, detail }): Evidence => {
        const who = `${pod} (${[component, zone].filter(part => part !== undefined).join(', ')})`
        const text = `${who} died at ${clock(at)}, ${when(at, at)}: ${detail ?? 'no last words'}`
        return { kind: 'died', text, from: at, to: at, data: { pod, component } }
      }),
    ),
  }
}
