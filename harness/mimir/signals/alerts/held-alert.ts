import { clock, count, counted, type During, span } from '../../../checks/explain.ts'
import { allowedBetween, type Stretch } from '../../../checks/phases.ts'
import type { HistoryEvent } from '../../../history/events.ts'
import type { Evidence } from '../../../history/verdict.ts'
import type { ReadEvent } from '../reads/reads-records.ts'
import type { AlertingEvent, HeldAlert } from './alerts-records.ts'

/**
 * Evaluations after a hand-over before the alert fires as before: one finds it active, the next restores it, the third fires (Prometheus: rules.Group.run and
 * RestoreForState).
 */
export const RESTORED_AFTER = 3
/** Milliseconds: what rulers restore the moment from has whole seconds. */
const WHOLE_SECONDS = 1000

/** What rulers said of the held alert's tenant, in order. */
export const looksAtHeld = (events: readonly HistoryEvent[], { tenant }: AlertingEvent): ReadEvent[] =>
  events
    .filter(e => e.type === 'read')
    .filter(e => e.asks === 'alerts' && e.path === 'rules-api' && e.tenant === tenant && e.outcome === 'ok')
    .sort((a, b) => a.start - b.start)

/**
 * Did the alert with `for` go on to fire, active since the same moment? invalid: answers of rulers without it, with it pending, or active since another moment,
 * for longer than nobody may evaluate it and `RESTORED_AFTER` evaluations: its state was not handed over, and people are told of it anew.
 * unknown: nobody asked.
 * @param looks answers of rulers, in order; those before `setup` do not count
 * @param evaluations what is demanded of evaluations of the alert's tenant
 */
export function heldAlert(
  setup: AlertingEvent,
  looks: readonly ReadEvent[],
  evaluations: readonly Stretch[],
  when: During,
): { summary: string; evidence: Evidence[] } {
  const { held } = setup
  const own = looks.filter(r => r.start >= setup.at)
  if (own.length === 0) {
    const text = `rulers were not asked for ${held.name}`
    return { summary: text, evidence: [{ kind: 'unasked', text }] }
  }
  const stretches: ReadEvent[][] = []
  let last: ReadEvent[] = []
  for (const look of own) {
    if (isAsBefore(look, held)) last = []
    else if (last.push(look) === 1) stretches.push(last)
  }
  const evidence = stretches.flatMap((bad): Evidence[] => {
    const [from, to] = [bad[0]!.start, bad.at(-1)!.end]
    const allowed = allowedBetween(evaluations, from, to) + RESTORED_AFTER * held.interval
    if (to - from <= allowed) return []
    const text = `${held.name}, which fires since ${clock(held.since)}, was ${stateIn(bad.at(-1)!, held)} in the last of ${counted(bad.length, 'answer')} of rulers from ${clock(from)} to ${clock(to)}, ${span(to - from)}, ${span(allowed)} allowed; ${when(from, to)}`
    const data = { answers: bad.length, allowedMs: Math.round(allowed) }
    return [{ kind: 'not-restored', text, from, to, data }]
  })
  const longest = stretches.reduce((most, s) => Math.max(most, s.at(-1)!.end - s[0]!.start), 0)
  return {
    summary: `${held.name} fired as before in ${count(own.length - stretches.flat().length)} of ${counted(own.length, 'answer')} of rulers${longest > 0 ? `, not for ${span(longest)} at most` : ''}`,
    evidence,
  }
}

const isAsBefore = ({ alerts = [] }: ReadEvent, { name, since }: HeldAlert): boolean =>
  alerts.some(a => a.name === name && a.state === 'firing' && Math.abs(a.activeAt - since) <= WHOLE_SECONDS)

function stateIn({ alerts = [] }: ReadEvent, { name }: HeldAlert): string {
  const found = alerts.find(a => a.name === name)
  if (!found) return 'absent'
  return `${found.state} since ${clock(found.activeAt)}`
}
