import pc from 'picocolors'
import type { RunInfo } from '../history/run.ts'
import type { Verdict, VerdictFile } from '../history/verdict.ts'
import { columns } from './columns.ts'
import { count, duration, plural } from './text.ts'

type Colours = ReturnType<typeof pc.createColors>

/** One run of a scenario with a fault at a step: what came of it, and what it cost. */
export interface MatrixRow {
  /** From 1. */
  step: number
  name: string
  /** As it was asked for: `kill-pod@2`. */
  fault: string
  /** Whom it hit. */
  pods: string[]
  verdict: Verdict
  /** Whether a suite fails when it is not valid. */
  mustHold: boolean
  /** Checks that did not come out valid. */
  notValid: string[]
  failedOperations: number
  lostSamples: number
  /** The longest time without a success, and on which path; undefined where nothing was measured. */
  longestGap: { path: string; ms: number } | undefined
  seed: number
  /** Id of the run, which is the name of its folder. */
  run: string
}

/** matrix-<scenario>.json: at which steps of an operation a fault is survived. */
export interface Matrix {
  schema: 1
  scenario: string
  title: string
  /** In the order of the steps. */
  rows: MatrixRow[]
}

/**
 * A run with one fault as a row.
 * @param place the step that the fault was asked for, from 0, and whether it must be survived there.
 */
export function matrixRow(run: RunInfo, verdict: VerdictFile, place: { step: number; mustHold: boolean }): MatrixRow {
  const [fault] = run.faultsAsked
  const gaps = Object.entries(verdict.numbers).flatMap(([name, ms]) => {
    const path = /^(.+)_longest_gap_ms$/.exec(name)?.[1]
    return path === undefined ? [] : [{ path, ms }]
  })
  const failed = Object.entries(verdict.numbers).filter(([name]) => name.endsWith('_failed'))
  return {
    step: place.step + 1,
    name: run.sufficiency.steps[place.step]!,
    fault: fault!,
    pods: verdict.faults.filter(f => f.asked === fault).flatMap(f => f.pods),
    verdict: verdict.verdict,
    mustHold: place.mustHold,
    notValid: verdict.findings.filter(f => f.verdict !== 'valid').map(f => f.check),
    failedOperations: failed.reduce((sum, [, n]) => sum + n, 0),
    lostSamples: verdict.numbers.lost_samples ?? 0,
    longestGap: gaps.sort((a, b) => b.ms - a.ms)[0],
    seed: run.seed,
    run: run.id,
  }
}

/** "3 of 4 valid; not valid, and it had to be: kill-pod@2" */
export function matrixSummary({ rows }: Matrix): string {
  const valid = rows.filter(r => r.verdict === 'valid').length
  const amiss = rows.filter(r => r.mustHold && r.verdict !== 'valid').map(r => r.fault)
  const said = `${count(valid)} of ${plural(rows.length, 'combination')} valid`
  return amiss.length === 0 ? said : `${said}; not valid, and had to be: ${amiss.join(', ')}`
}

export const matrixHeads = ['step', 'fault', 'on', 'verdict', 'must hold', 'failed', 'lost', 'longest gap', 'not valid']

const signs: Record<Verdict, string> = { valid: '✓', invalid: '✗', unknown: '?' }

/** A row in the order of the heads. */
export const matrixCells = (row: MatrixRow): string[] => [
  `${row.step} ${row.name}`,
  row.fault,
  row.pods.join(' ') || '–',
  `${signs[row.verdict]} ${row.verdict}`,
  row.mustHold ? 'yes' : 'no',
  count(row.failedOperations),
  count(row.lostSamples),
  row.longestGap ? `${row.longestGap.path} ${duration(row.longestGap.ms)}` : '–',
  row.notValid.join(', ') || '–',
]

/** One line for each combination, and how many are valid. */
export function matrixTable(matrix: Matrix, c: Colours = pc.createColors(false)): string {
  const [heads, ...lines] = columns([matrixHeads, ...matrix.rows.map(matrixCells)])
  const colour = ({ verdict, mustHold }: MatrixRow) =>
    verdict === 'valid' ? c.green : verdict === 'invalid' && mustHold ? c.red : c.yellow
  return [
    c.bold(`${matrix.scenario} with a fault at a step`),
    c.dim(heads!),
    ...lines.map((line, i) => colour(matrix.rows[i]!)(line)),
    matrixSummary(matrix),
    '',
  ].join('\n')
}
