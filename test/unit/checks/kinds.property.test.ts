import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import type { RunInfo } from '../../../harness/history/run-info.ts'
import {
  everyStripeOf,
  type KindName,
  kindOf,
  type Stripe,
  seriesOfStripe,
  tickAt,
  timeOf,
} from '../../../harness/mimir/signals/ledger/dataset.ts'
import { KindName as Kinds } from '../../../harness/mimir/signals/ledger/dataset-schema.ts'
import { chunksOf } from '../../../harness/mimir/signals/ledger/final-read.ts'
import { isTooLate } from '../../../harness/mimir/signals/ledger/kinds/refusals.ts'
import { loss, lostSamples } from '../../../harness/mimir/signals/ledger/loss.ts'
import { sampleTotals } from '../../../harness/mimir/signals/ledger/sample-totals.ts'
import { at, end, read, runOf, write } from './histories.ts'
import { answerTo, dataset, increaseWithoutResets, type Stored, storedOf } from './kinds-model.ts'

const run: RunInfo = runOf({ dataset })
/** Two windows of the counter's increase, each with a reset. */
const TICKS = 110
const FINAL = 120_000

const stripes = new Map(everyStripeOf(dataset, 0).map(of => [kindOf(dataset, of), of]))

/** A request: for how many ticks it is, its outcome, and whether it was stored where nobody knows. */
const Request = fc.record({
  batch: fc.integer({ min: 1, max: 4 }),
  outcome: fc.constantFrom('acked' as const, 'acked' as const, 'acked' as const, 'unknown' as const),
  stored: fc.boolean(),
})

interface Model {
  kind: KindName
  of: Stripe
  writes: HistoryEvent[]
  stored: Stored[]
  /** By timestamp: of samples that were acked. */
  acked: Map<number, number>
}

/** What was written of one kind, and what a correct Mimir stored of it. */
const model = (kind: KindName, allAcked = false): fc.Arbitrary<Model> =>
  fc.array(Request, { minLength: TICKS, maxLength: TICKS }).map(requests => {
    const of = stripes.get(kind)!
    const made: Model = { kind, of, writes: [], stored: [], acked: new Map() }
    let next = 0
    for (const { batch, outcome: drawn, stored } of requests) {
      if (next >= TICKS) break
      // What is refused must take nothing with it, so each of them is alone.
      const ticks: [number, number] = [next, Math.min(next + (kind === 'too_late' ? 1 : batch), TICKS) - 1]
      const outcome = isTooLate(dataset, of, next) ? 'refused' : allAcked ? 'acked' : drawn
      next = ticks[1] + 1
      const start = at(1000 * ticks[1] + 500)
      made.writes.push(write(ticks[0], { ...of, ticks, due: start, start, end: start + 10, outcome }))
      if (outcome === 'acked') for (let t = ticks[0]; t <= ticks[1]; t++) made.acked.set(timeOf(dataset, of, t), t)
      if (outcome === 'acked' || (outcome === 'unknown' && stored)) made.stored.push(...storedOf(dataset, of, ticks))
    }
    return made
  })

/** The history of it, with the final read as it reads what is stored. */
function historyOf({ of, writes, stored }: Model, increase?: Parameters<typeof answerTo>[2]): HistoryEvent[] {
  const questions = chunksOf(dataset, 'final', at(FINAL)).filter(q => q.tenant === of.tenant && q.stripe === of.stripe)
  const reads = questions.map(question => {
    const { seen, ...shown } = question.read(answerTo(question, stored, increase))
    const { asks, window } = question
    const event = read(FINAL, seen ?? [], { path: 'final', ...of, window: window!, ...shown, ...(asks && { asks }) })
    return seen === undefined ? { ...event, seen: undefined } : event
  })
  return [...writes, ...reads, end(FINAL + 1000)]
}

/** The verdict, and the kinds of evidence. */
function saidOf(events: HistoryEvent[]): [verdict: string, ...kinds: string[]] {
  const { verdict, evidence } = loss(run, events)
  return [verdict, ...new Set(evidence.map(e => e.kind))]
}

/** A model and one of its acked samples. */
const aimed = (kind: KindName) =>
  fc
    .tuple(model(kind), fc.nat())
    .filter(([{ acked }]) => acked.size > 0)
    .map(([made, n]) => {
      const [timestamp, tick] = [...made.acked][n % made.acked.size]!
      return { made, tick, stored: made.stored.find(s => s.timestamp === timestamp)! }
    })

const property = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, holds), { numRuns: 10 })

describe.each(Kinds.options)('%s', kind => {
  test('what a correct Mimir stores is valid, and counted', () => {
    property(
      model(kind).filter(({ acked }) => acked.size > 0),
      made => {
        const events = historyOf(made)
        expect(saidOf(events)).toEqual(['valid'])
        const own = sampleTotals(run, events).byKind.find(it => it.kind === kind)
        expect(own).toMatchObject({ kind, acked: made.acked.size, lost: 0 })
      },
    )
  })

  test('one that is gone is lost, that one and no other', () => {
    property(aimed(kind), ({ made, tick, stored }) => {
      const events = historyOf({ ...made, stored: made.stored.filter(s => s !== stored) })
      const { tenant, stripe } = made.of
      expect(lostSamples(run, events)).toEqual([{ tenant, stripe, series: 'all', ticks: [tick, tick] }])
      expect(sampleTotals(run, events).byKind.find(it => it.kind === kind)).toMatchObject({ lost: 1 })
      expect(saidOf(events)[0]).toBe('invalid')
    })
  })

  test('another value is corrupt: a count of one bucket, a float', () => {
    property(aimed(kind), ({ made, stored }) => {
      const changed = made.stored.map(s => (s === stored ? { ...s, value: another(s.value) } : s))
      expect(saidOf(historyOf({ ...made, stored: changed }))).toEqual(expect.arrayContaining(['invalid', 'corrupt']))
    })
  })

  test('a timestamp that nobody wrote is a phantom', () => {
    property(aimed(kind), ({ made, stored }) => {
      const more = [...made.stored, { ...stored, timestamp: stored.timestamp + 3 }]
      expect(saidOf(historyOf({ ...made, stored: more }))).toEqual(expect.arrayContaining(['invalid', 'phantom']))
    })
  })

  test('twice in one answer is a duplicate', () => {
    property(aimed(kind), ({ made, stored }) => {
      expect(saidOf(historyOf({ ...made, stored: [...made.stored, stored] }))).toEqual(
        expect.arrayContaining(['invalid', 'duplicate']),
      )
    })
  })
})

function another(value: Stored['value']): Stored['value'] {
  if (Buffer.isBuffer(value))
    return Buffer.from('000000000000f03f', 'hex').equals(value)
      ? Buffer.alloc(8)
      : Buffer.from('000000000000f03f', 'hex')
  const [[lower, upper, count], ...rest] = value.buckets as [[number, number, number], ...[number, number, number][]]
  return { ...value, buckets: [[lower, upper, count + 1], ...rest] }
}

test('a reset that is not seen makes increase wrong', () => {
  property(model('counter', true), made => {
    const events = historyOf(made, increaseWithoutResets)
    expect(saidOf(events)).toEqual(['invalid', 'increase'])
    const { judged, wrong } = sampleTotals(run, events).increases
    expect([judged, wrong.length]).toEqual([3, 3])
  })
})

test('a marker that became a number is corrupt, and one that is gone is lost', () => {
  property(model('stale_marker', true), made => {
    const marker = made.stored.find(s => s.timestamp === timeOf(dataset, made.of, 9))!
    const number = { ...marker, value: Buffer.alloc(8) }
    expect(saidOf(historyOf({ ...made, stored: made.stored.map(s => (s === marker ? number : s)) }))).toEqual([
      'invalid',
      'corrupt',
    ])
    expect(saidOf(historyOf({ ...made, stored: made.stored.filter(s => s !== marker) }))).toEqual(['invalid', 'lost'])
  })
})

test('a sample in a series that has ended is a phantom, and the one that it should be is lost', () => {
  property(model('churn', true), made => {
    const stored = made.stored.map(s =>
      s.labels.generation === '3' ? { ...s, labels: { ...s.labels, generation: '2' } } : s,
    )
    expect(saidOf(historyOf({ ...made, stored }))).toEqual(['invalid', 'lost', 'phantom'])
  })
})

test('late samples are late by seconds and by more than a head, and all timestamps differ', () => {
  const of = stripes.get('late')!
  const times = Array.from({ length: TICKS }, (_, tick) => timeOf(dataset, of, tick))
  const late = times.map((time, tick) => times[0]! + 1000 * tick - time)
  expect([...new Set(late)].sort((a, b) => a - b)).toEqual([0, 5750, 70_500, 150_250])
  expect(new Set(times).size).toBe(TICKS)
  expect(times.map(time => tickAt(dataset, of, time))).toEqual(times.map((_, tick) => tick))
  expect(seriesOfStripe(dataset, of)).toEqual([4 + Kinds.options.indexOf('late')])
})

/** All is acked, and every tick that had to be refused is so; one of those is made wrong. */
const refusing = fc.tuple(model('too_late', true), fc.integer({ min: 4, max: TICKS - 1 })).map(([made, n]) => {
  const tick = isTooLate(dataset, made.of, n) ? n : n - 1
  return { made, tick, stored: { ...made, stored: [...made.stored, ...storedOf(dataset, made.of, [tick, tick])] } }
})

test('a sample that came too late and was taken is a finding, and so is one that was refused and is there all the same', () => {
  property(refusing, ({ made, tick, stored }) => {
    const { refusals, samples } = sampleTotals(run, historyOf(made))
    expect([refusals.demanded, samples.refused]).toEqual([54, 55])
    const writes = made.writes.map(w => (w.type === 'write' && w.ticks[0] === tick ? { ...w, outcome: 'acked' } : w))
    expect(saidOf(historyOf({ ...stored, writes: writes as HistoryEvent[] }))).toEqual(['invalid', 'accepted'])
    expect(saidOf(historyOf(stored))).toEqual(['invalid', 'stored'])
  })
})

test('while an ingester is away, it may be right to take it', () => {
  property(refusing, ({ tick, stored }) => {
    const away = { type: 'pod' as const, pod: 'ingester-0', component: 'ingester' }
    const events = historyOf(stored).concat(
      { ...away, phase: 'ready', at: at(-9000) },
      { ...away, phase: 'killed', at: at(1000 * tick - 500) },
      { ...away, phase: 'ready', at: at(1000 * tick) },
    )
    expect(saidOf(events)).toEqual(['valid'])
  })
})
