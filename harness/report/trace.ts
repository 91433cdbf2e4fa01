import type { HistoryEvent, PodEvent } from '../history/events.ts'
import type { RunInfo } from '../history/run-info.ts'
import { type Operation, type Signal, streamsOf } from '../history/signal.ts'
import { type Recorded, recorded } from './html/recorded.ts'
import { scaleOf } from './html/scale.ts'
import { faultSpans, gateSpans, stepSpans } from './html/spans.ts'
import { lives } from './html/tracks/pods-track.ts'

/**
 * An event as Chrome's trace viewer and ui.perfetto.dev read it ("Trace Event Format"). X: a slice of a thread. b, n, e: begin, moment and end of what may
 * overlap with others, told apart by `id`. i: a moment of a thread. M: what a process or thread is called. Times are microseconds since the run began.
 */
interface TraceEvent {
  ph: 'X' | 'b' | 'n' | 'e' | 'i' | 'M'
  name: string
  pid: number
  tid: number
  ts?: number
  dur?: number
  cat?: string
  id?: string
  s?: 't'
  args?: Record<string, unknown>
}

/** Failed operations that are written, at most: more than that no viewer shows at once. */
const MOST_FAILED = 20_000

/** What the viewer calls a process: a group of rows. */
const GROUPS = { operation: 1, pods: 2, failed: 3 } as const

/** Rows of the operation's group. */
const ROWS = { steps: 1, faults: 2, gates: 3, defects: 4 } as const

/**
 * trace.json: the run as a Chrome trace-event file, for ui.perfetto.dev: its steps, faults, gates, gateway defects, the state of each pod, and every
 * operation that failed. `otherData.left_out` says how many failed operations beyond 20,000 are not in it.
 */
export function traceFile(run: RunInfo, events: readonly HistoryEvent[], signals: readonly Signal[]): string {
  const sorted = recorded(events)
  const { to } = scaleOf(run, events, 1)
  const at = (ms: number) => Math.round((ms - run.startedAt) * 1000)
  const failed = failedOperations(run, events, signals, at)
  const all = [
    ...named(GROUPS.operation, 'Operation', Object.keys(ROWS)),
    ...done(sorted, to, at),
    ...pods(sorted.pod, to, at),
    ...named(GROUPS.failed, 'Failed operations', []),
    ...failed.slice(0, MOST_FAILED).flat(),
  ]
  return `${JSON.stringify({
    displayTimeUnit: 'ms',
    otherData: {
      run: run.id,
      title: run.title,
      began: new Date(run.startedAt).toISOString(),
      left_out: Math.max(0, failed.length - MOST_FAILED),
    },
    traceEvents: all,
  })}\n`
}

type At = (ms: number) => number

/** The names of a group and of its rows, which the viewer shows in this order. */
function named(pid: number, name: string, rows: readonly string[]): TraceEvent[] {
  return [
    { ph: 'M', name: 'process_name', pid, tid: 0, args: { name } },
    { ph: 'M', name: 'process_sort_index', pid, tid: 0, args: { sort_index: pid } },
    ...rows.flatMap((row, i): TraceEvent[] => [
      { ph: 'M', name: 'thread_name', pid, tid: i + 1, args: { name: row } },
      { ph: 'M', name: 'thread_sort_index', pid, tid: i + 1, args: { sort_index: i + 1 } },
    ]),
  ]
}

/** What may overlap with others of its kind, from its begin to its end, with moments between. */
function overlapping(
  it: { cat: string; id: string; name: string; pid: number; tid: number; args: Record<string, unknown> },
  from: number,
  to: number,
  moments: readonly Pick<TraceEvent, 'name' | 'ts' | 'args'>[] = [],
): TraceEvent[] {
  const { args, ...same } = it
  return [
    { ph: 'b', ...same, ts: from, args },
    ...moments.map((moment): TraceEvent => ({ ph: 'n', ...same, ...moment })),
    { ph: 'e', ...same, ts: to },
  ]
}

/** Steps, faults, gates and gateway defects. */
function done(sorted: Recorded, end: number, at: At): TraceEvent[] {
  const pid = GROUPS.operation
  const steps = stepSpans(sorted.step, end)
    .filter(({ last }) => last.phase !== 'skipped')
    .map(
      ({ name, from, to, events: [first], last, ended }): TraceEvent => ({
        ...{ ph: 'X', cat: 'step', name, pid, tid: ROWS.steps, ts: at(from), dur: at(to) - at(from) },
        args: { outcome: ended ? last.phase : 'not finished', ref: first.ref, detail: last.detail },
      }),
    )
  const faults = faultSpans(sorted.fault, end).flatMap(({ name, from, to, events, last }) => {
    const { kind, pods, requested } = events[0]
    const it = { cat: 'fault', id: name, name, pid, tid: ROWS.faults }
    const moments = events.map(e => ({ name: e.phase, ts: at(e.at), args: { detail: e.detail } }))
    return overlapping({ ...it, args: { kind, pods, requested, outcome: last.phase } }, at(from), at(to), moments)
  })
  const gates = gateSpans(sorted.gate, end).flatMap(({ name, from, to, last }, i) => {
    const { expr, wants, seen, phase: outcome } = last
    const it = { cat: 'gate', id: `${name}#${i}`, name, pid, tid: ROWS.gates }
    return overlapping({ ...it, args: { expr, wants, seen, outcome } }, at(from), at(to))
  })
  const defects = sorted.defect.map(
    ({ defect: name, at: ms, detail, tenant }): TraceEvent => ({
      ...{ ph: 'i', s: 't', cat: 'defect', name, pid, tid: ROWS.defects, ts: at(ms) },
      args: { detail, tenant },
    }),
  )
  return [...steps, ...faults, ...gates, ...defects]
}

/** A row a pod: what state it was in, and the moments at which that changed. */
function pods(events: readonly PodEvent[], end: number, at: At): TraceEvent[] {
  const pid = GROUPS.pods
  const byPod = [...Map.groupBy(events, e => e.pod)].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
  const rows = byPod.flatMap(([, own], i): TraceEvent[] => {
    const tid = i + 1
    const states = lives(own, end).flatMap(({ from, to, state: name }): TraceEvent[] =>
      name === 'gone' ? [] : [{ ph: 'X', cat: 'pod', name, pid, tid, ts: at(from), dur: at(to) - at(from) }],
    )
    const moments = own.map(
      ({ phase: name, at: ms, detail, outOfMemory }): TraceEvent => ({
        ...{ ph: 'i', s: 't', cat: 'pod', name, pid, tid, ts: at(ms) },
        args: { detail, outOfMemory },
      }),
    )
    return [...states, ...moments]
  })
  const names = byPod.map(([pod]) => pod)
  return [...named(pid, 'Pods', names), ...rows]
}

/** Each operation that failed, from when it was due to when it ended; those of a path and a tenant share a name, and so a row. */
function failedOperations(
  run: RunInfo,
  events: readonly HistoryEvent[],
  signals: readonly Signal[],
  at: At,
): TraceEvent[][] {
  const streams = streamsOf(signals)
  let n = 0
  const slice = (name: string, { due, end, error }: Operation) =>
    overlapping(
      { cat: 'failed operation', id: String(n++), name, pid: GROUPS.failed, tid: 0, args: { error } },
      at(due),
      at(end),
    )
  return events.flatMap(event =>
    streams.flatMap(stream => {
      const seen = stream.operations?.(run, event)
      const failed = (seen?.operations ?? []).filter(operation => !operation.ok)
      return failed.map(operation => slice(`${stream.name} of ${run.tenants[seen!.tenant]}`, operation))
    }),
  )
}
