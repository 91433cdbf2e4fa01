import type { HistoryEvent, PodEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import type { Evidence, Exclusion, Finding } from '../history/verdict.ts'
import { clock, count, counted, type During, during } from './explain.ts'
import { faultsOf, stepsOf } from './timeline.ts'
import { unwatchedOf } from './unwatched.ts'

/**
 * Did every pod live until it was asked to go? invalid: one ended by itself under load, or by its own memory limit: a crash in the operation is what an
 * operator wants to know first. unknown: one was killed from outside (a SIGKILL that nobody of the run sent: the kernel because the machine had no
 * memory, or a person), one died before there was load, one may have died unseen (unwatched.ts), or no pod was recorded. A death during a fault that names the pod is what the fault was for, and
 * one in a step whose `mayDie` names it is allowed.
 */
export function pods(run: RunInfo, events: readonly HistoryEvent[]): Finding {
  const all = events.filter(e => e.type === 'pod')
  const faults = faultsOf(events)
  const isMeant = ({ pod, at }: PodEvent) => faults.some(f => f.pods.includes(pod) && f.from <= at && at <= f.to)
  const deaths = all.filter(e => e.phase === 'died')
  const allowed = deaths.filter(e => e.allowedBy !== undefined)
  const others = deaths.filter(e => e.allowedBy === undefined)
  const unasked = others.filter(e => !isMeant(e))
  const { loadBegin } = run
  const crashes = unasked.filter(e => loadBegin > 0 && e.at > loadBegin && causeOf(e).of === 'pod')
  const when = during(events)
  const unwatched = unwatchedOf(events, when)
  const isUnknown = all.length === 0 || unasked.length > 0 || unwatched.evidence.length > 0
  return {
    check: 'pods',
    verdict: crashes.length > 0 ? 'invalid' : isUnknown ? 'unknown' : 'valid',
    summary: [
      `${count(unasked.length)} of ${counted(new Set(all.map(e => e.pod)).size, 'pod')} died unasked, ${count(others.length - unasked.length)} of a fault`,
      ...(allowed.length > 0 ? [`${counted(allowed.length, 'death')} that a step allows`] : []),
      ...spared(events, allowed),
      ...(unwatched.uncertainty === undefined ? [] : [unwatched.uncertainty]),
    ].join('; '),
    ...(unwatched.uncertainty !== undefined && { uncertainty: unwatched.uncertainty }),
    evidence: [...unasked.map(death => diedUnasked(death, when)), ...unwatched.evidence],
  }
}

function diedUnasked(death: PodEvent, when: During): Evidence {
  const { pod, component, zone, at, detail, lines } = death
  const who = `${pod} (${[component, zone].filter(part => part !== undefined).join(', ')})`
  const text = `${who} ${causeOf(death).how} at ${clock(at)}, ${when(at, at)}: ${detail ?? 'no last words'}`
  return { kind: 'died', text, from: at, to: at, data: { pod, component }, ...(lines && { lines }) }
}

/** No pod died by itself in the time that all of them ran under load: with 95 % confidence fewer than 3 in so many hours of a pod do. */
export function podsExcludes({ loadBegin }: RunInfo, events: readonly HistoryEvent[]): Exclusion[] {
  const end = events.findLast(e => e.type === 'end')?.at ?? loadBegin
  const begun = new Map<string, number>()
  for (const e of events) if (e.type === 'pod' && !begun.has(e.pod)) begun.set(e.pod, Math.max(loadBegin, e.at))
  const hours = [...begun.values()].reduce((sum, at) => sum + Math.max(0, end - at), 0) / 3_600_000
  return hours > 0 && loadBegin > 0
    ? [{ kind: 'deaths of a pod', unit: 'per_hour', bound: Number((3 / hours).toPrecision(3)) }]
    : []
}

/** How a pod died, and whether that was its own doing. */
function causeOf({ detail = '', outOfMemory }: PodEvent): { of: 'pod' | 'others'; how: string } {
  if (outOfMemory === 'limit') return { of: 'pod', how: 'died by its memory limit' }
  if (outOfMemory === 'machine') return { of: 'others', how: 'died because the machine had no memory left' }
  // By a signal that no program sends itself.
  if (/\bSIGKILL\b|\b137\b/.test(detail)) return { of: 'others', how: 'was killed from outside' }
  return { of: 'pod', how: 'died' }
}

/** Pods that a step may lose and did not: what the step is about may not have happened. */
function spared(events: readonly HistoryEvent[], deaths: readonly PodEvent[]): string[] {
  const allowances = events.flatMap(e =>
    e.type === 'step' && e.mayDie ? [{ step: e.step, at: e.at, pods: e.mayDie }] : [],
  )
  const timeline = stepsOf(events)
  return allowances.flatMap(({ step, at, pods }) => {
    const to = timeline.find(s => s.step === step && s.from === at)?.to ?? Infinity
    const alive = pods.filter(pod => !deaths.some(d => d.allowedBy === pod && d.at >= at && d.at <= to))
    return alive.length === 0 ? [] : [`"${step}" might have lost ${alive.join(', ')}, and did not`]
  })
}
