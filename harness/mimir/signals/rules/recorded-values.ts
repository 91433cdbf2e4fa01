import { clock, count, counted, type During, some } from '../../../checks/explain.ts'
import { objectiveAt, type Phase } from '../../../checks/phases.ts'
import type { RunInfo } from '../../../history/run-info.ts'
import type { Evidence } from '../../../history/verdict.ts'
import type { ReadEvent } from '../reads/reads-records.ts'
import type { Countable } from './countable.ts'

/** A value that rulers recorded, by its timestamp. */
interface Recorded {
  at: number
  value: number
}

/**
 * The values that a tenant's recording rule recorded: how many there are, and those that no correct evaluation gives. Nothing excuses them.
 * A series in an answer that is not the tenant's own recorded one counts as wrong, too.
 */
export function recordedValues(
  run: RunInfo,
  phases: readonly Phase[],
  countable: Countable,
  tenant: number,
  reads: readonly ReadEvent[],
  when: During,
): { values: number; evidence: Evidence[] } {
  const name = run.tenants[tenant]!
  const record = run.rule!.record
  const values = distinct(reads)
  const wrong = values.flatMap(({ at, value }) => {
    const { readableAfter } = objectiveAt(run, phases, 'evaluations', tenant, at)
    const { least, most } = countable.at(tenant, at, readableAfter)
    return value >= least && value <= most ? [] : [{ at, value, least, most }]
  })
  const strange = reads.flatMap(r => (r.anomalies ?? []).flatMap(a => (a.kind === 'phantom' ? [a] : [])))
  return {
    values: values.length,
    evidence: [
      ...wrong.map(({ at, value, least, most }): Evidence => {
        const expected = least === most ? count(least) : `${count(least)} to ${count(most)}`
        const text = `${record} of ${name} recorded ${value} at ${clock(at)}, where ${expected} series were to be counted; ${when(at, at)}`
        return { kind: 'wrong', text, from: at, to: at, tenant: name, data: { value, least, most } }
      }),
      ...(strange.length === 0
        ? []
        : [
            {
              kind: 'wrong',
              text: `${name} got ${counted(strange.length, 'recorded series')} that no rule of its own makes: ${some([...new Set(strange.map(s => s.labels))])}`,
              tenant: name,
            },
          ]),
    ],
  }
}

/** Each timestamp and value once, ascending: answers overlap. */
function distinct(reads: readonly ReadEvent[]): Recorded[] {
  const seen = new Map<string, Recorded>()
  for (const { values = [], recorded = [] } of reads) {
    for (const [i, value] of recorded.entries()) {
      const at = Number(values[i])
      seen.set(`${at} ${value}`, { at, value })
    }
  }
  return [...seen.values()].sort((a, b) => a.at - b.at)
}
