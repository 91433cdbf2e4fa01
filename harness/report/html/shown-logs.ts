import type { Evidence } from '../../history/verdict.ts'
import { lowerBound } from '../../util/lower-bound.ts'
import { gravest, type LogLine } from '../log-lines.ts'
import type { PodLog, PodLogs } from '../pod-logs.ts'
import { clipped, printable } from '../text.ts'
import type { ShownLine, ShownLog, ShownLogs } from './shown-log.ts'

/** Milliseconds before a piece of evidence, and after it was found, of which lines are shown. */
const AROUND = 2000
/** Lines of a pod that are shown of one piece of evidence; fewer, where that is too much for a report. */
const MOST = [200, 100, 50, 25, 10]
/** Characters of a line. */
const LINE = 400

/** A piece of evidence under the id that it has on the page. */
export type Identified = readonly [id: string, evidence: Evidence]

/**
 * The log lines that the page holds: of each piece of evidence those of its pods in its time. What several show is there once.
 * @param bytes of all lines together at most, about
 */
export function shownLogs(evidence: readonly Identified[], logs: PodLogs, bytes: number): ShownLogs {
  const all = evidence.flatMap(([id, it]) => around(id, it, logs))
  for (const most of MOST) {
    const extracts = all.map((it): Extract => ({ ...it, chosen: gravest(it.lines, it.moment, most) }))
    const byPod = Map.groupBy(extracts, e => e.pod)
    const lines = new Map([...byPod].map(([pod, own]) => [pod, new Set(own.flatMap(e => e.chosen))]))
    const size = [...lines.values()].reduce((sum, own) => sum + sizeOf(own), 0)
    if (size <= bytes) return shown(extracts, logs, lines)
  }
  return { lines: {}, of: {} }
}

/** What the log of a pod says around a piece of evidence. */
interface Around {
  id: string
  pod: string
  moment: number
  lines: LogLine[]
}

interface Extract extends Around {
  chosen: LogLine[]
}

const sizeOf = (lines: ReadonlySet<LogLine>): number =>
  [...lines].reduce((sum, { text }) => sum + 24 + Math.min(LINE, text.length), 0)

function around(id: string, { pods = [], from, to = from, foundAt = to }: Evidence, logs: PodLogs): Around[] {
  if (from === undefined || foundAt === undefined) return []
  return pods.flatMap(pod => {
    const log = logs.get(pod)
    return log ? [{ id, pod, moment: from, lines: between(log, from - AROUND, foundAt + AROUND) }] : []
  })
}

const between = ({ lines }: PodLog, from: number, to: number): LogLine[] =>
  lines.slice(
    lowerBound(lines, from, line => line.at),
    lowerBound(lines, to + 1, line => line.at),
  )

function shown(
  extracts: readonly Extract[],
  logs: PodLogs,
  wanted: ReadonlyMap<string, ReadonlySet<LogLine>>,
): ShownLogs {
  const places = new Map<LogLine, number>()
  const lines: ShownLogs['lines'] = {}
  for (const [pod, own] of wanted) {
    const inOrder = logs.get(pod)!.lines.filter(line => own.has(line))
    for (const [i, line] of inOrder.entries()) places.set(line, i)
    lines[pod] = inOrder.map(
      ({ level, text }): ShownLine => [level === 'other' ? '' : level, clipped(printable(text), LINE)],
    )
  }
  const of = [...Map.groupBy(extracts, e => e.id)].map(([id, own]): [string, ShownLog[]] => [
    id,
    own.map(({ pod, lines: all, chosen }) => ({
      pod,
      files: logs.get(pod)!.files,
      total: all.length,
      grave: all.filter(line => line.level !== 'other').length,
      lines: ranges(chosen.map(line => places.get(line)!)),
    })),
  ])
  return { lines, of: Object.fromEntries(of.filter(([, own]) => own.some(log => log.total > 0))) }
}

/** Ascending numbers as ranges, both ends included: [1, 2, 3, 7] -> [[1, 3], [7, 7]]. */
function ranges(ascending: readonly number[]): [number, number][] {
  const all: [number, number][] = []
  for (const n of ascending) {
    const last = all.at(-1)
    if (last && n === last[1] + 1) last[1] = n
    else all.push([n, n])
  }
  return all
}
