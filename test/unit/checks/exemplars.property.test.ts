import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { everyStripeOf, kindOf, metricOf, type Stripe, timeOf } from '../../../harness/mimir/signals/ledger/dataset.ts'
import { KindName as Kinds } from '../../../harness/mimir/signals/ledger/dataset-schema.ts'
import { stripesWithExemplars } from '../../../harness/mimir/signals/ledger/kinds/annotations-of.ts'
import { exemplars } from '../../../harness/mimir/signals/reads/exemplars-check.ts'
import { cross } from '../../../harness/mimir/signals/reads/foreign-reads.ts'
import { isolation } from '../../../harness/mimir/signals/reads/isolation.ts'
import { at, end, look, runOf, write } from './histories.ts'
import { type Annotations, annotationsOf, dataset } from './kinds-model.ts'

const run = runOf({ dataset })
const TICKS = 40
/** Milliseconds between two reads that ask for exemplars, and for metadata. */
const READS = 3750
const stripes = everyStripeOf(dataset, 0).filter(of => kindOf(dataset, of) !== undefined)
const stripeOfKind = (kind: string): Stripe => stripes.find(of => kindOf(dataset, of) === kind)!

/** What a correct Mimir has of all that was written, by the moment (ms after noon) at which it was acked. */
const stored: (Annotations & { acked: number })[] = []
const writes: HistoryEvent[] = []
for (const of of stripes)
  for (let tick = 0; tick < TICKS; tick++) {
    const start = at(1000 * tick + 500)
    writes.push(write(tick, { ...of, due: start, start, end: start + 10 }))
    stored.push({ ...annotationsOf(dataset, of, [tick, tick]), acked: 1000 * tick + 510 })
  }

interface Asked {
  exemplars: Annotations['exemplars']
  metadata: Annotations['metadata']
}

/** The history of it, as an observer of such answers records it. @param change what is wrong with an answer */
function historyOf(change: (right: Asked, ms: number) => Asked = right => right): HistoryEvent[] {
  const reads = ['exemplars', 'metadata'].flatMap((asks, i) =>
    Array.from({ length: Math.floor((1000 * TICKS) / READS) }, (_, n): HistoryEvent => {
      const ms = READS * (n + 1) + 200 * i
      const had = stored.filter(it => it.acked <= ms)
      const wrong = change({ exemplars: had.flatMap(it => it.exemplars), metadata: had.flatMap(it => it.metadata) }, ms)
      const question = [0, 1, 2, 3, 4]
        .map(k => cross.ask(dataset, 0, { n: k, now: at(ms), spacing: 750 })!)
        .find(q => q.asks === asks)!
      const data = asks === 'exemplars' ? exemplarsIn(wrong) : metadataIn(wrong)
      return look(ms, 'cross-tenant', {
        asks: question.asks!,
        ...question.read(JSON.stringify({ status: 'success', data })),
      })
    }),
  )
  return [...writes, ...reads, end(1000 * TICKS)]
}

const exemplarsIn = ({ exemplars: all }: Asked) =>
  [...Map.groupBy(all, it => JSON.stringify(it.series)).values()].map(of => ({
    seriesLabels: of[0]!.series,
    exemplars: of.map(({ labels, value, timestamp }) => ({
      labels,
      value: String(value),
      timestamp: timestamp / 1000,
    })),
  }))

/** Each once, as ingesters keep them. */
const metadataIn = ({ metadata }: Asked) => {
  const different = [...new Map(metadata.map(it => [JSON.stringify(it), it])).values()]
  return Object.fromEntries(
    [...Map.groupBy(different, it => it.metric)].map(([metric, all]) => [
      metric,
      all.map(({ metric: _, ...rest }) => rest),
    ]),
  )
}

function saidOf(events: HistoryEvent[]): [verdict: string, ...kinds: string[]] {
  const { verdict, evidence } = exemplars(run, events)!
  return [verdict, ...new Set(evidence.map(e => e.kind))]
}

/** What is asked across tenants is no sample of the ledger, so only these reads count for `isolation`. */
const foreignIn = (events: HistoryEvent[]): string[] =>
  isolation(run, events)
    .evidence.filter(e => e.kind === 'foreign')
    .map(e => String(e.data?.owner))

const property = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, holds), { numRuns: 10 })

test('what a correct Mimir has is valid, and counted', () => {
  expect(exemplars(run, historyOf())).toEqual({
    check: 'exemplars',
    verdict: 'valid',
    summary: '0 of 148 acked exemplars in no read; acked metadata missing in 0 of 90 looks',
    evidence: [],
  })
})

describe.each(stripesWithExemplars(dataset, 0).map(of => kindOf(dataset, of)!))('exemplars of %s', kind => {
  const of = stripeOfKind(kind)
  /** One that some read has to have. */
  const one = fc.integer({ min: 0, max: TICKS - 5 }).map(tick => timeOf(dataset, of, tick))
  const isIt = (timestamp: number) => (it: Annotations['exemplars'][number]) =>
    it.timestamp === timestamp && it.series.__name__ === metricOf(dataset, of)
  const changing = (timestamp: number, to: (it: Annotations['exemplars'][number]) => Annotations['exemplars']) =>
    historyOf(({ exemplars: all, metadata }) => ({
      metadata,
      exemplars: all.flatMap(it => (isIt(timestamp)(it) ? to(it) : [it])),
    }))

  test('one that no read has is missing, that one and no other', () => {
    property(one, timestamp => {
      const { verdict, evidence } = exemplars(
        run,
        changing(timestamp, () => []),
      )!
      const tick = (timestamp - timeOf(dataset, of, 0)) / 1000
      expect([verdict, evidence.map(e => [e.kind, e.data])]).toEqual([
        'invalid',
        [['missing', { stripe: of.stripe, fromTick: tick, toTick: tick }]],
      ])
    })
  })

  test('another value or trace is corrupt; that of another tenant is foreign; a timestamp that nobody wrote is a phantom', () => {
    property(one, timestamp => {
      expect(saidOf(changing(timestamp, it => [{ ...it, value: it.value + 1 }]))).toContain('corrupt')
      expect(saidOf(changing(timestamp, it => [{ ...it, labels: { trace_id: '7' } }]))).toContain('corrupt')
      expect(saidOf(changing(timestamp, it => [it, { ...it, timestamp: timestamp + 3 }]))).toEqual([
        'invalid',
        'phantom',
      ])
      const others = { trace_id: String((1 + 1) * 2 ** 43 + 7) }
      expect(foreignIn(changing(timestamp, it => [{ ...it, labels: others }]))).toContain('tenant-b')
      const ofOther = changing(timestamp, it => [it, { ...it, series: { ...it.series, tenant: 'tenant-b' } }])
      expect(foreignIn(ofOther)).toContain('tenant-b')
    })
  })
})

describe.each(Kinds.options)('metadata of %s', kind => {
  const metric = metricOf(dataset, stripeOfKind(kind))
  const changing = (to: (it: Annotations['metadata'][number]) => Annotations['metadata'], from = 0) =>
    historyOf(({ exemplars: all, metadata }, ms) => ({
      exemplars: all,
      metadata: metadata.flatMap(it => (it.metric === metric && ms >= from ? to(it) : [it])),
    }))

  test('those that are gone from some time on are missing', () => {
    property(fc.integer({ min: 0, max: 8 }), reads => {
      const { verdict, evidence } = exemplars(
        run,
        changing(() => [], 1000 + READS * reads),
      )!
      expect([verdict, evidence.map(e => e.data)]).toEqual(['invalid', [{ metric }]])
    })
  })

  test('another type or unit is wrong, and the help of another tenant is foreign', () => {
    expect(saidOf(changing(it => [{ ...it, type: 'summary' }]))).toEqual(['invalid', 'missing', 'phantom'])
    expect(saidOf(changing(it => [it, { ...it, unit: 'bytes' }]))).toEqual(['invalid', 'phantom'])
    expect(foreignIn(changing(it => [it, { ...it, help: 'of tenant-b' }]))).not.toEqual([])
  })
})

test('a restart may forget both: while an ingester is away nothing of that is demanded', () => {
  const away = { type: 'pod' as const, pod: 'ingester-0', component: 'ingester' }
  const forgotten = historyOf((right, ms) => (ms > 15_000 && ms < 25_000 ? { exemplars: [], metadata: [] } : right))
  const events: HistoryEvent[] = [
    { ...away, phase: 'ready', at: at(-9000) },
    ...forgotten,
    { ...away, phase: 'killed', at: at(14_500) },
    { ...away, phase: 'ready', at: at(20_500) },
  ]
  expect(saidOf(events)).toEqual(['valid'])
  expect(saidOf(forgotten)).toEqual(['invalid', 'missing'])
})

test('where none was asked for nobody knows', () => {
  expect(saidOf(writes)).toEqual(['unknown', 'not-asked'])
})
