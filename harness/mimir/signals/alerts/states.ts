import { clock, counted, type During, span } from '../../../checks/explain.ts'
import type { Allowance } from '../../../checks/windows.ts'
import type { Evidence } from '../../../history/verdict.ts'
import type { AlertingEvent, AlertsEvent } from './alerts-records.ts'

/** Replicas answer in turns; answers this far apart that lack the same are of one stretch (ms). */
const JOINED = 2000

/** What an answer can have that was not set up so. */
const oddities: Record<string, { says(setup: AlertingEvent): string; in(read: AlertsEvent): boolean }> = {
  silence: { says: s => `the silence of ${s.silenced} was not active`, in: r => !r.silence },
  unsuppressed: { says: s => `${s.silenced} was not suppressed`, in: r => r.silenced === 'active' },
  suppressed: {
    says: s => `${s.firing} or ${s.held.name} was suppressed`,
    in: r => [r.firing, r.held].includes('suppressed'),
  },
  absent: {
    says: s => `${s.firing}, ${s.silenced} or ${s.held.name} was absent`,
    in: r => [r.firing, r.silenced, r.held].includes('absent'),
  },
}

export const isOdd = (read: AlertsEvent): boolean => Object.values(oddities).some(o => o.in(read))

/** What an Alertmanager that has just taken a tenant over may lack, until the others have told it and rulers have sent their alerts again. */
const settling: readonly string[] = ['silence', 'unsuppressed', 'absent']

/** Each stretch of answers in which silence or alerts were not as set up, but for those that may be without them so long. */
export function alertStates(
  setup: AlertingEvent,
  answered: readonly AlertsEvent[],
  absentBetween: Allowance,
  when: During,
): Evidence[] {
  return Object.entries(oddities).flatMap(([kind, oddity]) =>
    stretches(answered.filter(r => oddity.in(r))).flatMap((stretch): Evidence[] => {
      const [from, to] = [stretch[0]!.start, stretch.at(-1)!.end]
      const absent = absentBetween(from, to)
      if (settling.includes(kind) && absent > 0 && to - from <= absent) return []
      const bound = kind === 'absent' ? `, ${span(to - from)}, ${span(absent)} allowed` : ''
      const text = `${oddity.says(setup)} in ${counted(stretch.length, 'read')} from ${clock(from)} to ${clock(to)}${bound}; ${when(from, to)}`
      return [{ kind, text, from, to, data: { reads: stretch.length } }]
    }),
  )
}

function stretches(reads: readonly AlertsEvent[]): AlertsEvent[][] {
  const found: AlertsEvent[][] = []
  for (const read of reads) {
    const last = found.at(-1)
    if (last && read.start - last.at(-1)!.end <= JOINED) last.push(read)
    else found.push([read])
  }
  return found
}
