import { type CameOut, countsAs, type Verdict, type VerdictFile, worst } from '../history/verdict.ts'
import { type Colours, plain } from './colours.ts'
import { columns } from './columns.ts'
import { painted } from './console.ts'
import { signs } from './signs.ts'
import { count, duration, plural } from './text.ts'

interface Named {
  scenario: string
  control: string | undefined
  /** What else is special about it: `as documented`, `with kill-pod@2`. */
  details: string
}

interface RowRan extends Named {
  outcome: 'ran'
  verdict: VerdictFile
  /** A scenario must be valid, a control what it declares; of some combinations nothing is declared. */
  cameOut: CameOut | undefined
  seconds: number
}

export interface RowNotRun extends Named {
  outcome: 'not run'
  /** In words that fit behind the name and a colon. */
  why: string
  /** The next thing to type or change. */
  fix: string
}

/** One run of a suite, or one that could not be begun. */
export type SuiteRow = RowRan | RowNotRun

/** All runs of a suite, one row each, and how many came out as expected. */
export function suiteTable(rows: readonly SuiteRow[], c: Colours = plain): string {
  const heads = ['scenario', 'control', 'verdict', 'as expected', 'time']
  const [first, ...lines] = columns([
    heads,
    ...rows.map(row => [row.scenario + row.details, row.control ?? '–', ...cells(row)]),
  ])
  const colours = { invalid: c.red, unknown: c.yellow, valid: (line: string) => line }
  const ran = rows.filter(row => row.outcome === 'ran')
  const total =
    ran.length > 0 ? ` ${c.dim(`(${duration(ran.reduce((sum, row) => sum + row.seconds, 0) * 1000)})`)}` : ''
  const { sign, text } = closing(rows)
  return [
    c.dim(first!),
    ...lines.map((line, i) => colours[standing(rows[i]!)](line)),
    '',
    `${painted(c, sign, `${signs[sign]} ${text}`)}${total}`,
    '',
  ].join('\n')
}

function cells(row: SuiteRow): string[] {
  if (row.outcome === 'not run') return ['? not run', '–', '–']
  return [`${signs[row.verdict.verdict]} ${row.verdict.verdict}`, declared(row.cameOut), duration(row.seconds * 1000)]
}

const answers: Record<CameOut, string> = { 'as expected': 'yes', 'not as expected': 'no', 'not told': 'not told' }

const declared = (out: CameOut | undefined): string =>
  out === undefined ? '– only listed' : `${signs[countsAs[out]]} ${answers[out]}`

const standing = (row: SuiteRow): Verdict =>
  row.outcome === 'not run' ? 'unknown' : countsAs[row.cameOut ?? 'as expected']

function closing(rows: readonly SuiteRow[]): { sign: Verdict; text: string } {
  const ran = rows.filter(row => row.outcome === 'ran')
  if (ran.length === 0) return { sign: 'unknown', text: 'nothing was run' }
  const came = (out: CameOut) => ran.filter(row => row.cameOut === out).length
  const all = plural(ran.length, 'run')
  const others: [number: number, words: string][] = [
    [came('not told'), 'not told'],
    [rows.length - ran.length, 'not run'],
  ]
  return {
    sign: worst(rows.map(standing)),
    text: [first(), ...others.flatMap(([number, words]) => (number > 0 ? [`${count(number)} ${words}`] : []))].join(
      ', ',
    ),
  }

  function first(): string {
    const amiss = came('not as expected')
    if (amiss > 0) return `${count(amiss)} of ${all} not as expected`
    return came('not told') > 0 ? all : `${all}, every one as expected`
  }
}

/** One line for each reason why something was not run, with the cure. */
export function notRunText(rows: readonly RowNotRun[], c: Colours = plain): string {
  const named = (row: RowNotRun) => [row.scenario, row.control].filter(Boolean).join('/') + row.details
  const reasons = Map.groupBy(rows, ({ why, fix }) => `${why}: ${fix}`)
  return [...reasons]
    .map(
      ([reason, those]) =>
        `${painted(c, 'unknown', `${signs.unknown} not run`)}  ${those.map(named).join(', ')}: ${reason}\n`,
    )
    .join('')
}

/** One line of JSON for something that was not run. */
export const notRunLine = ({ outcome: _, ...row }: RowNotRun): string =>
  `${JSON.stringify({ type: 'not run', ...row })}\n`
