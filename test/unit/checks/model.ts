import fc from 'fast-check'
import type { HistoryEvent, Ticks } from '../../../harness/history/events.ts'
import type { RunInfo } from '../../../harness/history/run-info.ts'
import { seriesOfStripe, timeOf } from '../../../harness/mimir/signals/ledger/dataset.ts'
import type { WriteEvent } from '../../../harness/mimir/signals/ledger/ledger-records.ts'
import type { ReadEvent } from '../../../harness/mimir/signals/reads/reads-records.ts'
import { allowing, at, end, look, read, runOf, write } from './histories.ts'

/** A read of a model's history: what it held is kept by series until the history is told, so that a test can take some of it away. */
export interface Answer {
  event: ReadEvent & { stripe: number; window: { from: number; to: number } }
  held: Map<number, Set<number>>
}

/** A run against a model of a correct Mimir. */
export interface ModelRun {
  run: RunInfo
  writes: WriteEvent[]
  answers: Answer[]
  /** Label and cross-tenant reads, and the end. */
  others: HistoryEvent[]
}

/** What a read asks, and when: milliseconds from noon, but for its window. */
interface Look {
  start: number
  window: { from: number; to: number }
  looksAfter: number
  lasts: number
  outcome: 'ok' | 'failed'
}

/** Ticks of each stripe. */
const TICKS = 6
/** Milliseconds from noon until the final read: every request has ended. */
const FINAL = 12_000

/** A sample that was acked, and when. */
export interface Acked {
  tenant: number
  stripe: number
  series: number
  tick: number
  end: number
}

const times = (min: number, max: number) => fc.integer({ min, max })

/**
 * One request: for how many ticks it is, how often it was tried before, its outcome and how long each attempt took, how long after its start it is visible
 * (if it is stored), and of which series.
 */
const Request = fc.record({
  batch: fc.constantFrom(1, 1, 1, 2, 3),
  retries: fc.constantFrom(0, 0, 0, 1, 2),
  outcome: fc.constantFrom(
    'acked' as const,
    'acked' as const,
    'acked' as const,
    'unknown' as const,
    'rejected' as const,
    'limited' as const,
  ),
  took: fc.oneof(times(1, 400), times(400, 800)),
  visibleAfter: times(0, 1500),
  stored: fc.boolean(),
  parts: fc.tuple(fc.boolean(), fc.boolean()),
})

/** One read: when it begins and how long it takes, how far its window ends before that and reaches back, and when it looks. Reads overlap. */
const Question = fc.record({
  path: fc.constantFrom('instant' as const, 'range' as const),
  start: times(0, 7000),
  ago: fc.constantFrom(0, 0, 500),
  back: fc.constantFrom(2500, 20_000),
  looksAfter: times(0, 30),
  lasts: fc.oneof(fc.constant(30), times(30, 2500)),
  outcome: fc.constantFrom('ok' as const, 'ok' as const, 'ok' as const, 'failed' as const),
})

const Plan = fc.record({
  visibility: fc.constantFrom(0, 300),
  /** Each request and read of this one takes a second more. */
  slow: fc.constantFrom(undefined, 0, 3),
  /** How often each chunk of the final read fails first. */
  failedChunks: fc.tuple(times(0, 2), times(0, 2)),
  stripes: fc.array(
    fc.record({
      requests: fc.array(Request, { minLength: 6, maxLength: 6 }),
      questions: fc.array(Question, { minLength: 1, maxLength: 5 }),
    }),
    { minLength: 4, maxLength: 4 },
  ),
})

/**
 * Histories of a correct Mimir. An acked sample becomes visible at some moment from the start of its request to the visibility bound
 * after its end; one of unknown outcome likewise or never; of a rejected or limited request any part is stored. A read holds what is
 * visible at one moment between its start and its end, or it fails. At the end every stripe is read once more, in two chunks.
 */
export const modelRuns: fc.Arbitrary<ModelRun> = Plan.map(({ visibility, slow, failedChunks, stripes }) => {
  const run = runOf({ objectives: allowing(200, { steady: { instant: { readableAfter: visibility } } }) })
  const { dataset } = run
  const writes: WriteEvent[] = []
  const answers: Answer[] = []
  for (const [i, { requests, questions }] of stripes.entries()) {
    const of = { tenant: i >> 1, stripe: i & 1 }
    const { tenant, stripe } = of
    const more = slow === i ? 1000 : 0
    const own = seriesOfStripe(dataset, of)
    const visible = new Map(own.map(series => [series, [] as number[]]))
    let next = 0
    for (const { batch, retries, outcome, took, visibleAfter, stored, parts } of requests) {
      if (next >= TICKS) break
      const ticks: Ticks = [next, Math.min(next + batch, TICKS) - 1]
      next = ticks[1] + 1
      const begin = timeOf(dataset, of, ticks[1])
      const due = timeOf(dataset, of, ticks[0])
      // Nobody knows of an attempt without an answer whether it was stored.
      for (let n = 0; n < retries; n++) {
        const start = begin + n * (took + 20)
        writes.push(write(ticks[0], { tenant, stripe, ticks, due, start, end: start + took, outcome: 'unknown' }))
      }
      const start = begin + retries * (took + 20)
      const end = start + took + more
      writes.push(write(ticks[0], { tenant, stripe, ticks, due, start, end, outcome }))
      for (const [part, series] of own.entries()) {
        const there = outcome === 'acked' || (outcome === 'unknown' || retries > 0 ? stored : parts[part])
        const moment = there ? begin + Math.min(visibleAfter, end - begin + visibility) : Infinity
        for (let tick = ticks[0]; tick <= ticks[1]; tick++) visible.get(series)![tick] = moment
      }
    }
    const answer = (path: ReadEvent['path'], { start, window, looksAfter, lasts, outcome }: Look): Answer => {
      const asked = (tick: number) => timeOf(dataset, of, tick) > window.from && timeOf(dataset, of, tick) <= window.to
      const held = [...visible].map(([series, moments]): [number, Set<number>] => [
        series,
        new Set([...moments.keys()].filter(tick => asked(tick) && moments[tick]! <= at(start + looksAfter))),
      ])
      return {
        event: { ...read(start, [], { path, tenant, outcome, end: at(start + lasts + more) }), stripe, window },
        held: new Map(held),
      }
    }
    for (const { path, start, ago, back, ...rest } of questions)
      answers.push(answer(path, { ...rest, start, window: { from: at(start - ago - back), to: at(start - ago) } }))
    for (const [chunk, failed] of failedChunks.entries()) {
      const window = chunk === 0 ? { from: at(-10_000), to: at(3000) } : { from: at(3000), to: at(FINAL) }
      for (let n = 0; n <= failed; n++) {
        const outcome = n === failed ? 'ok' : 'failed'
        answers.push(answer('final', { start: FINAL + 100 * n, window, looksAfter: 0, lasts: 30, outcome }))
      }
    }
  }
  const others = dataset.tenants.flatMap((name, tenant) => [
    look(FINAL, 'cross-tenant', { tenant, seen: [], values: [] }),
    look(FINAL, 'labels', { tenant, values: [name] }),
  ])
  return { run, writes, answers, others: [...others, end(FINAL + 2000)] }
})

/** The history of a model's run, as a harness would have recorded it. */
export const historyOf = ({ writes, answers, others }: ModelRun): HistoryEvent[] => [
  ...writes,
  ...answers.map(({ event, held }) => {
    const ticks = [...held].map(([series, present]) => ({
      series,
      ticks: [...present].map((t): [number, number] => [t, t]),
    }))
    const alike = Map.groupBy(ticks, t => t.ticks.join())
    const groups = [...alike.values()].map(group => ({ series: group.map(g => g.series), ticks: group[0]!.ticks }))
    const seen = groups.length === 1 ? [{ ticks: groups[0]!.ticks }] : groups.filter(g => g.ticks.length > 0)
    return event.outcome === 'ok' ? { ...event, seen } : event
  }),
  ...others,
]

/** All acked samples of a model's run. */
export const ackedOf = ({ run, writes }: ModelRun): Acked[] =>
  writes
    .filter(w => w.outcome === 'acked')
    .flatMap(({ tenant, stripe, ticks: [first, last], end }) =>
      seriesOfStripe(run.dataset, { tenant, stripe }).flatMap(series =>
        Array.from({ length: last - first + 1 }, (_, n) => ({ tenant, stripe, series, tick: first + n, end })),
      ),
    )

/** Whether a read has to hold an acked sample: it did not fail, its window covers it, and it began late enough after the ack. */
export function required({ run }: ModelRun, { event }: Answer, sample: Acked): boolean {
  const time = timeOf(run.dataset, sample, sample.tick)
  const own = event.tenant === sample.tenant && event.stripe === sample.stripe && event.outcome === 'ok'
  return (
    own &&
    event.window.from < time &&
    time <= event.window.to &&
    event.start >= sample.end + run.objectives.steady.instant!.readableAfter
  )
}
