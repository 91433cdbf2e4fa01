import type { ToldTable } from '../history/events.ts'
import { cameOut, countsAs, type Evidence, type Verdict, type VerdictFile } from '../history/verdict.ts'
import { answeredText } from './answered-text.ts'
import { type Colours, plain } from './colours.ts'
import { columns } from './columns.ts'
import { excludesText } from './excludes-text.ts'
import { detailsOf } from './run-name.ts'
import { signs } from './signs.ts'
import { clipped, count, named } from './text.ts'
import { worstFirst } from './worst-first.ts'

export const painted = (c: Colours, verdict: Verdict, text: string): string =>
  verdict === 'valid' ? c.green(text) : verdict === 'invalid' ? c.red(text) : c.yellow(text)

/** Evidences shown of a finding. */
const FIRST = 5

/**
 * The last words on a run: verdict, measurement uncertainty, findings with their first evidence, what they exclude, the numbers that matter, where the report is, and how to repeat it.
 * @param report path of report.html; left out where there is none.
 */
export function verdictText(verdict: VerdictFile, report?: string, c: Colours = plain): string {
  const name = verdict.scenario + detailsOf(verdict)
  const numbers = mattering(verdict)
  return [
    `${painted(c, verdict.verdict, c.bold(`${signs[verdict.verdict]} ${verdict.verdict}`))}  ${c.bold(name)}`,
    ...declaration(verdict, c),
    ...verdict.findings.flatMap(f => (f.uncertainty === undefined ? [] : [c.yellow(`  ${f.check}: ${f.uncertainty}`)])),
    '',
    ...(verdict.findings.length === 0
      ? ['  no check came to a finding']
      : worstFirst(verdict.findings).flatMap(f => finding(f, c))),
    ...(verdict.excludes.length > 0
      ? ['', ...excludesText(verdict.excludes).map(line => `  ${c.dim('excludes')}  ${line}`)]
      : []),
    ...verdict.misprints.map(m => `  ${c.dim('misprint')}  ${m.where} prints ${m.expr}: ${clipped(m.refusal, 200)}`),
    ...verdict.tables.flatMap(t => toldTable(t, c)),
    ...(numbers.length > 0 ? ['', `  ${numbers.join(c.dim(' · '))}`] : []),
    '',
    ...(report === undefined ? [] : [`  report  ${report}`]),
    `  repeat  ${verdict.repeat}`,
    '',
  ].join('\n')
}

function declaration(verdict: VerdictFile, c: Colours): string[] {
  if (!verdict.asExpected) return []
  const { expected, got } = verdict.asExpected
  const out = cameOut(verdict)
  if (out === 'as expected') return [`  ${c.green(out)}: ${got}`]
  return [`  ${painted(c, countsAs[out], out)}`, `    expected  ${expected}`, `    came out  ${got}`]
}

function finding({ check, verdict, summary, evidence }: VerdictFile['findings'][number], c: Colours): string[] {
  const more = evidence.length - FIRST
  return [
    `  ${painted(c, verdict, signs[verdict])} ${check}: ${summary}`,
    ...(verdict === 'valid' ? [] : evidence.slice(0, FIRST).flatMap(e => told(e, c))),
    ...(verdict !== 'valid' && more > 0 ? [c.dim(`      and ${count(more)} more in verdict.json`)] : []),
  ]
}

/** Rows shown of a table. */
const ROWS = 12

function toldTable({ title, heads, rows }: ToldTable, c: Colours): string[] {
  const cells = [heads.map(h => h.replace('#', '')), ...rows.slice(0, ROWS)]
  return [
    '',
    `  ${title}`,
    ...columns(cells).map((line, i) => (i === 0 ? c.dim(`    ${line}`) : `    ${line}`)),
    ...(rows.length > ROWS ? [c.dim(`    and ${count(rows.length - ROWS)} more in verdict.json`)] : []),
  ]
}

/** Log lines shown of an evidence. */
const LAST_LINES = 5

const told = ({ kind, text, answered, meanwhile, lines = [] }: Evidence, c: Colours): string[] => [
  `      ${c.dim(kind)} ${clipped(text, 400)}`,
  ...(answered === undefined ? [] : [c.dim(`        ${clipped(answeredText(answered), 300)}`)]),
  ...(meanwhile === undefined ? [] : [c.dim(`        meanwhile ${clipped(meanwhile, 300)}`)]),
  ...lines.slice(-LAST_LINES).map(line => c.dim(`        | ${clipped(line, 200)}`)),
  ...(lines.length > LAST_LINES ? [c.dim(`        | the last ${count(lines.length)} lines are in report.html`)] : []),
]

/** Numbers of the core that people compare between runs; everything else is in the report. */
const compared = ['steps_seconds', 'waits_built_in_seconds', 'beyond_waits_seconds']

function mattering({ numbers, compared: ofSignals }: VerdictFile): string[] {
  return [...ofSignals, ...compared].flatMap(name => {
    const value = numbers[name]
    return value === undefined ? [] : [named(name, value).join(' ')]
  })
}

/** One line of JSON: the verdict file itself, and where its report is. */
export const verdictLine = (verdict: VerdictFile, report?: string): string =>
  `${JSON.stringify({ type: 'verdict', ...verdict, report })}\n`
