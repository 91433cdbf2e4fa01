import type { RunFile } from '../history/run-info.ts'
import { type Signal, type Sum, streamsOf } from '../history/signal.ts'
import { type CameOut, cameOut, type Verdict, type VerdictFile } from '../history/verdict.ts'
import { type Colours, plain } from './colours.ts'
import { count, named, plural } from './text.ts'

/** A run's folder, as far as it is there. */
export interface FinishedRun {
  run: RunFile
  /** Undefined where the run was interrupted before it was judged. */
  verdict: VerdictFile | undefined
}

/** What runs that differ in nothing but their seeds came to, taken together. */
export interface RunSummary {
  /** The command that repeats one of them, but for its seed. */
  command: string
  /** The program under test and its version. */
  program: string
  /** Of the runs that were judged, ascending. */
  seeds: number[]
  asExpected: number
  /** The others: how they came out, id, verdict, and the checks that were not valid. */
  amiss: { cameOut: CameOut; run: string; verdict: Verdict; notValid: string[] }[]
  /** Ids of runs that were never judged. They count for nothing. */
  notJudged: string[]
  /** How many of how many, over all runs. */
  totals: Record<string, { bad: number; of: number }>
  /** The least and the greatest of a number, its unit in its name. */
  ranges: Record<string, { from: number; to: number }>
}

/** Numbers of the core that can not be added up. */
const RANGES = [
  'steps_seconds',
  'waits_built_in_seconds',
  'beyond_waits_seconds',
  'harness_cpu_percent',
  'harness_rss_bytes',
]

/**
 * One summary for each command and build of the program, in the order of their first runs. A run that is named twice counts once.
 * @param signals say what is added up and compared
 */
export function summariesOf(finished: readonly FinishedRun[], signals: readonly Signal[]): RunSummary[] {
  const runs = [...new Map(finished.map(it => [it.run.id, it])).values()].sort(
    (a, b) => a.run.startedAt - b.run.startedAt,
  )
  const groups = Map.groupBy(runs, ({ run }) => `${seedless(run)}\n${programOf(run)}`)
  return [...groups.values()].map(runs => summaryOf(runs, signals))
}

const seedless = ({ command, seed }: RunFile): string => command.replace(` --seed ${seed}`, '')

const programOf = ({ subject, versions }: RunFile): string => `${subject.title} ${versions[subject.name] ?? 'unknown'}`

/** What clients asked, by path, is added up as well. */
function sumsOf(signals: readonly Signal[]): Sum[] {
  const paths = streamsOf(signals)
    .filter(s => s.timed)
    .map(s => s.number ?? s.name)
  const operations = { bad: paths.map(p => `${p}_failed`), of: paths.map(p => `${p}_operations`) }
  return [{ name: 'operations failed', ...operations }, ...signals.flatMap(s => s.sums ?? [])]
}

function summaryOf(runs: readonly FinishedRun[], signals: readonly Signal[]): RunSummary {
  const { run } = runs[0]!
  const judged = runs.flatMap(({ run, verdict }) => (verdict ? [{ id: run.id, verdict }] : []))
  const numbers = judged.map(it => it.verdict.numbers)
  const sum = (names: readonly string[]) =>
    numbers.reduce((all, own) => names.reduce((n, name) => n + (own[name] ?? 0), all), 0)
  const sums = sumsOf(signals)
  const measured = (name: string) => numbers.flatMap(own => own[name] ?? [])
  return {
    command: seedless(run),
    program: programOf(run),
    seeds: judged.map(it => it.verdict.seed).sort((a, b) => a - b),
    asExpected: judged.filter(it => cameOut(it.verdict) === 'as expected').length,
    amiss: judged
      .filter(it => cameOut(it.verdict) !== 'as expected')
      .map(({ id, verdict }) => ({
        cameOut: cameOut(verdict),
        run: id,
        verdict: verdict.verdict,
        notValid: verdict.findings.filter(f => f.verdict !== 'valid').map(f => f.check),
      })),
    notJudged: runs.filter(it => !it.verdict).map(it => it.run.id),
    totals: Object.fromEntries(
      sums.map(({ name, bad, of }) => [name, { bad: sum(bad), of: sum(of) }] as const).filter(([, { of }]) => of > 0),
    ),
    ranges: Object.fromEntries(
      [...signals.flatMap(s => s.compared ?? []), ...RANGES]
        .filter(name => !sums.some(({ bad, of }) => bad.includes(name) || of.includes(name)))
        .map(name => [name, measured(name)] as const)
        .filter(([, values]) => values.length > 0)
        .map(([name, values]) => [name, { from: Math.min(...values), to: Math.max(...values) }]),
    ),
  }
}

/** The summary as a few lines. */
export function summaryText(summary: RunSummary, c: Colours = plain): string {
  const { seeds, amiss, notJudged } = summary
  const figures: [name: string, value: string][] = [
    ...Object.entries(summary.totals).map(([name, { bad, of }]): [string, string] => [
      name,
      `${count(bad)} of ${count(of)}`,
    ]),
    ...Object.entries(summary.ranges).map(([name, { from, to }]) => range(name, from, to)),
  ]
  const width = Math.max(0, ...figures.map(([name]) => name.length))
  const { sign, text } = outcome(summary)
  const paint = { '✗': c.red, '?': c.yellow, '✓': c.green }[sign]
  return [
    c.bold(summary.command),
    c.dim(`  ${summary.program}, ${seeds.length === 1 ? 'seed' : 'seeds'} ${listed(seeds)}`),
    `  ${paint(`${sign} ${text}`)}`,
    ...amiss.map(it => `    ${it.verdict}: ${it.run} (${it.notValid.join(', ') || 'no check'})`),
    ...(notJudged.length > 0
      ? [c.yellow(`  ? ${plural(notJudged.length, 'run')} not judged: ${notJudged.join(', ')}`)]
      : []),
    ...figures.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    '',
  ].join('\n')
}

/**
 * What so many runs say about the next one: with n of n as expected, at 95 % confidence fewer than 1 - 0.05^(1/n) are not
 * (the exact form of the rule of three). A run that is not told says nothing about it.
 */
function outcome({ seeds, asExpected, amiss }: RunSummary): { sign: '✓' | '?' | '✗'; text: string } {
  const untold = amiss.filter(it => it.cameOut === 'not told').length
  const n = seeds.length - untold
  const rest = untold > 0 ? `, ${count(untold)} not told` : ''
  if (n === 0) return { sign: '?', text: untold > 0 ? `${plural(untold, 'run')} not told` : 'nothing was judged' }
  const said = `${count(asExpected)} of ${plural(n, 'run')} as expected`
  if (asExpected < n) return { sign: '✗', text: `${said}${rest}` }
  const bound = (100 * (1 - 0.05 ** (1 / n))).toFixed(1)
  return { sign: '✓', text: `${said}: with 95 % confidence fewer than ${bound} % would not be${rest}` }
}

function range(name: string, from: number, to: number): [name: string, value: string] {
  const [bare, most] = named(name, to)
  return [bare, from === to ? most : `${named(name, from)[1]} to ${most}`]
}

/** Ascending numbers, neighbours as a span: [1, 2, 3, 7] -> "1 to 3, 7". */
function listed(ascending: readonly number[]): string {
  const spans: { from: number; to: number }[] = []
  for (const n of ascending) {
    const last = spans.at(-1)
    if (last && n <= last.to + 1) last.to = n
    else spans.push({ from: n, to: n })
  }
  return spans.map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`)).join(', ') || 'none'
}
