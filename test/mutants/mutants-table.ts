import { columns } from '../../harness/report/columns.ts'
import type { Mutant } from './mutant.ts'
import type { Outcome } from './outcome.ts'

/** A mutant, and what came of each of its runs. */
export interface Row {
  mutant: Mutant
  outcomes: readonly Outcome[]
}

/** Of a defect that a scenario is about. */
const CONTAINED = 'contained'

/** One line for each mutant: what is wrong, and who has to find it. */
export const mutantsList = (mutants: readonly Mutant[]): string =>
  [
    ...columns([
      ['mutant', 'scenario', 'found by', 'defect'],
      ...mutants.map(m => [m.id, m.scenario, m.foundBy.join(' or ') || CONTAINED, m.defect]),
    ]),
    '',
  ].join('\n')

/** One line for each mutant, and how many were found in every run. */
export function mutantsTable(rows: readonly Row[]): string {
  const lines = rows.map(({ mutant, outcomes }) => [
    mutant.id,
    mutant.scenario,
    result(outcomes),
    by(outcomes, mutant),
    after(outcomes),
    mutant.defect,
  ])
  const heads = ['mutant', 'scenario', 'result', 'by check', 'after', 'defect']
  const found = rows.filter(allFound).length
  return [...columns([heads, ...lines]), '', `${found} of ${rows.length} found`, ''].join('\n')
}

/** Found in each of its runs, and there was one. */
export const allFound = ({ outcomes }: Row): boolean => outcomes.length > 0 && outcomes.every(o => o.found)

/** `survived` is what a defect does in a valid run; an unknown one tells nothing. */
const word = ({ found, verdict }: Outcome): string =>
  found
    ? verdict === 'valid'
      ? CONTAINED
      : 'found'
    : { valid: 'SURVIVED', unknown: 'not told', invalid: 'found by others' }[verdict]

function result(outcomes: readonly Outcome[]): string {
  const words = [...Map.groupBy(outcomes, word)]
  if (outcomes.length === 1) return words[0]![0]
  return words.map(([it, those]) => `${it} ${those.length} of ${outcomes.length}`).join(', ')
}

function by(outcomes: readonly Outcome[], { foundBy }: Mutant): string {
  const seen = [...new Set(outcomes.flatMap(o => o.by))]
  const missed = outcomes.some(o => !o.found)
  return [
    seen.join(', ') || '–',
    ...(missed ? [`(${foundBy.length === 0 ? `to be ${CONTAINED}` : `${foundBy.join(' or ')} should`})`] : []),
  ].join(' ')
}

function after(outcomes: readonly Outcome[]): string {
  const times = outcomes.flatMap(o => (o.after === undefined ? [] : [o.after]))
  if (times.length === 0) return '–'
  const [least, most] = [Math.min(...times), Math.max(...times)].map(s => s.toFixed(1))
  return least === most ? `${least} s` : `${least} to ${most} s`
}
