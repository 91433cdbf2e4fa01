import type { HistoryEvent, PodEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run.ts'
import type { Evidence, Finding } from '../history/verdict.ts'
import { faultsOf } from './course.ts'
import { capped, clock, count, counted, during } from './explain.ts'

/**
 * Did every pod live until it was asked to go? invalid: one ended by itself under load: a crash in the operation is what an operator wants to know first.
 * unknown: one was killed from outside (a SIGKILL that nobody of the run sent: the kernel for want of memory, or a person), one died before
 * there was load, or no pod was recorded. A death during a fault that names the pod is what the fault was for.
 */
export function pods(run: RunInfo, events: readonly HistoryEvent[]): Finding {
  const all = events.filter(e => e.type === 'pod')
  const faults = faultsOf(events)
  const isMeant = ({ pod, at }: PodEvent) => faults.some(f => f.pods.includes(pod) && f.from <= at && at <= f.to)
  const deaths = all.filter(e => e.phase === 'died')
  const unasked = deaths.filter(e => !isMeant(e))
  const { loadBegin } = run
  const crashes = unasked.filter(e => loadBegin > 0 && e.at > loadBegin && !isKilled(e))
  const when = during(events)
  return {
    check: 'pods',
    verdict: crashes.length > 0 ? 'invalid' : all.length === 0 || unasked.length > 0 ? 'unknown' : 'valid',
    summary: `${count(unasked.length)} of ${counted(new Set(all.map(e => e.pod)).size, 'pod')} died unasked, ${count(deaths.length - unasked.length)} of a fault`,
    evidence: capped(
      unasked.map((death): Evidence => {
        const { pod, component, zone, at, detail, lines } = death
        const who = `${pod} (${[component, zone].filter(part => part !== undefined).join(', ')})`
        const how = isKilled(death) ? 'was killed from outside' : 'died'
        const text = `${who} ${how} at ${clock(at)}, ${when(at, at)}: ${detail ?? 'no last words'}`
        return { kind: 'died', text, from: at, to: at, data: { pod, component }, ...(lines && { lines }) }
      }),
    ),
  }
}

/** By a signal that no program sends itself. */
const isKilled = ({ detail }: PodEvent): boolean => detail !== undefined && /\bSIGKILL\b|\b137\b/.test(detail)
