import { clock, counted, type During, span } from '../../../checks/explain.ts'
import { allowedBetween, type Stretch } from '../../../checks/phases.ts'
import type { Evidence } from '../../../history/verdict.ts'
import type { ReadEvent } from '../reads/reads-records.ts'

/**
 * Times in which answers of the rules API did not list a tenant's recording rule, for longer than nobody may evaluate it: whoever hands it over evaluates
 * and lists it alike.
 * @param listings answered reads of the rules of one tenant
 * @param since when rulers had the rule at the latest, ms
 */
export function unlisted(
  what: string,
  record: string,
  listings: readonly ReadEvent[],
  since: number,
  stretches: readonly Stretch[],
  when: During,
): Evidence[] {
  const stretchesOfAbsence: ReadEvent[][] = []
  let absent: ReadEvent[] = []
  for (const read of listings.filter(r => r.start >= since).sort((a, b) => a.start - b.start)) {
    if (read.values?.includes(record)) absent = []
    else if (absent.push(read) === 1) stretchesOfAbsence.push(absent)
  }
  return stretchesOfAbsence.flatMap((reads): Evidence[] => {
    const [from, to] = [reads[0]!.start, reads.at(-1)!.end]
    const allowed = allowedBetween(stretches, from, to)
    if (to - from <= allowed) return []
    const text = `${what}: the rules API did not list it in ${counted(reads.length, 'answer')} from ${clock(from)} to ${clock(to)}, ${span(to - from)}, ${span(allowed)} allowed; ${when(from, to)}`
    return [{ kind: 'unlisted', text, from, to, data: { answers: reads.length, allowedMs: Math.round(allowed) } }]
  })
}
