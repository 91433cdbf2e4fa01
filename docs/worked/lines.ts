import { clock, span } from '../../harness/checks/explain.ts'
import type { HistoryEvent } from '../../harness/history/events.ts'
import type { RunInfo } from '../../harness/history/run-info.ts'
import { describers } from './describe.ts'
import { QUICK, type Told } from './told.ts'

/** A history as lines that people read: `12:00:00.050  labels read of tenant-a, 10 times until 12:00:00.950: answered within 5 ms`. */
export function linesOf(run: RunInfo, events: readonly HistoryEvent[]): string[] {
  const told = events.map(event => {
    const describe = describers[event.type] as ((event: HistoryEvent, run: RunInfo) => Told) | undefined
    if (!describe) throw new Error(`docs/worked/describe.ts: expected words for the event "${event.type}", got none`)
    return describe(event, run)
  })
  const runs = [...Map.groupBy(told, (t, i) => t.stream ?? `alone ${i}`).values()].flatMap(runsOf)
  const parts = [...Map.groupBy(runs, sameButPart).values()].flatMap(overlapping)
  return parts.sort((a, b) => a[0]![0]!.at - b[0]![0]!.at).map(line)
}

/** Those of one stream, cut wherever they begin to say something else, and where they pause. */
function runsOf(stream: readonly Told[]): Told[][] {
  const runs: Told[][] = []
  for (const told of stream.toSorted((a, b) => a.at - b.at)) {
    const last = runs.at(-1)
    if (last && alike(last[0]!, told) && !isPause(last, told)) last.push(told)
    else runs.push([told])
  }
  return runs
}

const alike = (a: Told, b: Told): boolean =>
  a.what === b.what && a.came === b.came && classOf(a.took) === classOf(b.took)

/** Whether it comes after more than twice the time that was between the last two, or where the last stretch of time was over. */
function isPause(run: readonly Told[], { at }: Told): boolean {
  const [before, last] = [run.at(-2), run.at(-1)!]
  if (last.until !== undefined) return at > last.until
  return before !== undefined && at - last.at > 2 * (last.at - before.at)
}

/** Latencies of a class differ by less than half. */
const classOf = (took = 0): number => (took <= QUICK ? 0 : 1 + Math.floor(Math.log2(took / QUICK)))

function sameButPart(run: readonly Told[], i: number): string {
  const { what, part, came, took } = run[0]!
  return part === undefined ? `alone ${i}` : JSON.stringify([what, came, classOf(took), run.length])
}

/** Of runs that say the same those that go on at the same time. */
function overlapping(runs: readonly Told[][]): Told[][][] {
  const groups: Told[][][] = []
  for (const run of runs) {
    const group = groups.find(g => run[0]!.at <= g[0]!.at(-1)!.at + 1000 && g.every(r => r[0]!.part !== run[0]!.part))
    if (group) group.push(run)
    else groups.push([run])
  }
  return groups
}

function line(runs: readonly Told[][]): string {
  const all = runs.flat()
  const { at, what, came, until } = runs[0]![0]!
  const each = runs[0]!.length
  const parts = runs.flatMap(r => r[0]!.part ?? [])
  const often = each > 1 && until === undefined ? `, ${each} times${parts.length > 1 ? ' each' : ''}` : ''
  const last = Math.max(...all.map(t => t.until ?? t.at))
  const goesOn = last > at ? ` until ${clock(last)}` : ''
  const took = all.flatMap(t => t.took ?? [])
  const times = took.length === 0 ? '' : `, ${each * runs.length > 1 ? 'within' : 'after'} ${span(Math.max(...took))}`
  const subject = [what, partsText(parts)].filter(it => it !== '').join(', ')
  return `${clock(at)}  ${subject}${often}${goesOn}${came === '' ? '' : `: ${came}${times}`}`
}

/** `stripes 0, 1, 3`, `zone-a, zone-b` */
const partsText = (parts: readonly string[]): string =>
  parts.length > 1 && parts.every(p => p.startsWith('stripe '))
    ? `stripes ${parts.map(p => p.slice('stripe '.length)).join(', ')}`
    : parts.join(', ')
