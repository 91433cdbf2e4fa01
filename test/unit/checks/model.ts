import fc from 'fast-check'
import type { HistoryEvent } from '../../../harness/history/events.ts'
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

/** A sample that was acked, and when. */
export interface Acked {
  tenant: number
  stripe: number
  series: number
  tick: number
  end: number
}

const times = (min: number, max: number) => fc.integer({ min, max })

/** One request: its outcome and duration, how long after its start it is visible (if it is stored), and of which series. */
const Request = fc.record({
  outcome: fc.constantFrom(
    'acked' as const,
    'acked' as const,
    'acked' as const,
    'unknown' as const,
    'rejected' as const,
    'limited' as const,
  ),
  took: times(1, 400),
  visibleAfter: times(0, 400),
  stored: fc.boolean(),
  parts: fc.tuple(fc.boolean(), fc.boolean()),
})

/** One read: when it begins, how far its window ends before that and reaches back, and at which of its 30 ms it looks. */
const Question = fc.record({
  path: fc.constantFrom('instant' as const, 'range' as const),
  start: times(0, 7000),
  ago: fc.constantFrom(0, 0, 500),
  back: fc.constantFrom(2500, 20_000),
  looksAfter: times(0, 30),
  outcome: fc.constantFrom('ok' as const, 'ok' as const, 'ok' as const, 'failed' as const),
})

type Question = typeof Question extends fc.Arbitrary<infer Q> ? Q : never

const Plan = fc.record({
  visibility: fc.constantFrom(0, 300),
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
 * visible at one moment between its start and its end, or it fails. At the end every stripe is read once more.
 */
export const modelRuns: fc.Arbitrary<ModelRun> = Plan.map(({ visibility, stripes }) => {
  const run = runOf({ objectives: allowing(200, { steady: { instant: { readableAfter: visibility } } }) })
  const { dataset } = run
  const writes: WriteEvent[] = []
  const answers: Answer[] = []
  for (const [i, { requests, questions }] of stripes.entries()) {
    const of = { tenant: i >> 1, stripe: i & 1 }
    const { tenant, stripe } = of
    const own = seriesOfStripe(dataset, of)
    const visible = new Map(own.map(series => [series, [] as number[]]))
    for (const [tick, { outcome, took, visibleAfter, stored, parts }] of requests.entries()) {
      const start = timeOf(dataset, of, tick)
      writes.push(write(tick, { tenant, stripe, start, end: start + took, outcome }))
      for (const [part, series] of own.entries()) {
        const there = outcome === 'acked' || (outcome === 'unknown' ? stored : parts[part])
        visible.get(series)![tick] = there ? start + Math.min(visibleAfter, took + visibility) : Infinity
      }
    }
    const answer = (
      path: ReadEvent['path'],
      { start, ago, back, looksAfter, outcome }: Omit<Question, 'path'>,
    ): Answer => {
      const window = { from: at(start - ago - back), to: at(start - ago) }
      const asked = (tick: number) => timeOf(dataset, of, tick) > window.from && timeOf(dataset, of, tick) <= window.to
      const held = [...visible].map(([series, moments]): [number, Set<number>] => [
        series,
        new Set([...moments.keys()].filter(tick => asked(tick) && moments[tick]! <= at(start + looksAfter))),
      ])
      return {
        event: { ...read(start, [], { path, tenant, outcome, end: at(start + 30) }), stripe, window },
        held: new Map(held),
      }
    }
    answers.push(...questions.map(question => answer(question.path, question)))
    answers.push(answer('final', { start: 9000, ago: 0, back: 20_000, looksAfter: 0, outcome: 'ok' }))
  }
  const others = dataset.tenants.flatMap((name, tenant) => [
    look(9000, 'cross-tenant', { tenant, seen: [], values: [] }),
    look(9000, 'labels', { tenant, values: [name] }),
  ])
  return { run, writes, answers, others: [...others, end(10_000)] }
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
    .flatMap(({ tenant, stripe, ticks: [tick], end }) =>
      seriesOfStripe(run.dataset, { tenant, stripe }).map(series => ({ tenant, stripe, series, tick, end })),
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
