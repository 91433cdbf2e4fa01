import type { RunFile } from '../history/run-info.ts'
import type { Verdict, VerdictFile } from '../history/verdict.ts'
import { type Colours, plain } from './colours.ts'
import { columns } from './columns.ts'
import { signs } from './signs.ts'
import { count, duration, plural } from './text.ts'

/** A fault of a run of a scenario: what came of the run, and what it cost. */
export interface MatrixRow {
  /** From 1. */
  step: number
  name: string
  /** As it was asked for: `kill-pod@2`. */
  fault: string
  /** Other faults of the same run. All were survived when it is valid; when it is not, it does not tell which was not. */
  besides: string[]
  /** Whom it hit. */
  pods: string[]
  verdict: Verdict
  /** Whether a suite fails when it is not valid. */
  required: boolean
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

/** One of a run's faults, the step that it was asked for, from 0, and whether it must be survived there. */
export interface Place {
  fault: string
  step: number
  required: boolean
}

/** A fault of a run as a row. */
export function matrixRow(run: RunFile, verdict: VerdictFile, { fault, step, required }: Place): MatrixRow {
  const gaps = Object.entries(verdict.numbers).flatMap(([name, ms]) => {
    const path = /^(.+)_longest_gap_ms$/.exec(name)?.[1]
    return path === undefined ? [] : [{ path, ms }]
  })
  const failed = Object.entries(verdict.numbers).filter(([name]) => name.endsWith('_failed'))
  return {
    step: step + 1,
    name: run.coverage.steps[step]!,
    fault,
    besides: run.requestedFaults.filter(other => other !== fault),
    pods: verdict.faults.filter(f => f.requested === fault).flatMap(f => f.pods),
    verdict: verdict.verdict,
    required,
    notValid: verdict.findings.filter(f => f.verdict !== 'valid').map(f => f.check),
    failedOperations: failed.reduce((sum, [, n]) => sum + n, 0),
    lostSamples: verdict.numbers.lost_samples ?? 0,
    longestGap: gaps.sort((a, b) => b.ms - a.ms)[0],
    seed: run.seed,
    run: run.id,
  }
}

/**
 * "3 of 4 combinations valid; not valid, and had to be: kill-pod@2". A combination is one fault at one step. It is valid when each run with it
 * alone is, or, if there is none, when a run with others besides is.
 */
export function matrixSummary({ rows }: Matrix): string {
  const combinations = [...Map.groupBy(rows, r => r.fault)]
  const isValid = ({ verdict }: MatrixRow) => verdict === 'valid'
  const survived = ([, its]: [string, MatrixRow[]]) => {
    const alone = its.filter(r => r.besides.length === 0)
    return alone.length > 0 ? alone.every(isValid) : its.some(isValid)
  }
  const amiss = combinations.filter(it => !survived(it) && it[1].some(r => r.required)).map(([fault]) => fault)
  const said = `${count(combinations.filter(survived).length)} of ${plural(combinations.length, 'combination')} valid`
  return amiss.length === 0 ? said : `${said}; not valid, and had to be: ${amiss.join(', ')}`
}

export const matrixHeads = [
  'step',
  'fault',
  'on',
  'besides',
  'verdict',
  'must hold',
  'failed',
  'lost',
  'longest gap',
  'not valid',
]

/** A row in the order of the heads. */
export const matrixCells = (row: MatrixRow): string[] => [
  `${row.step} ${row.name}`,
  row.fault,
  row.pods.join(' ') || '–',
  row.besides.join(' ') || '–',
  `${signs[row.verdict]} ${row.verdict}`,
  row.required ? 'yes' : 'no',
  count(row.failedOperations),
  count(row.lostSamples),
  row.longestGap ? `${row.longestGap.path} ${duration(row.longestGap.ms)}` : '–',
  row.notValid.join(', ') || '–',
]

/** One line for each fault of each run, and how many combinations are valid. */
export function matrixTable(matrix: Matrix, c: Colours = plain): string {
  const [heads, ...lines] = columns([matrixHeads, ...matrix.rows.map(matrixCells)])
  const colour = ({ verdict, required }: MatrixRow) =>
    verdict === 'valid' ? c.green : verdict === 'invalid' && required ? c.red : c.yellow
  return [
    c.bold(`${matrix.scenario} with a fault at a step`),
    c.dim(heads!),
    ...lines.map((line, i) => colour(matrix.rows[i]!)(line)),
    matrixSummary(matrix),
    '',
  ].join('\n')
}
