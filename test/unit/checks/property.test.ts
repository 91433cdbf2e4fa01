import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import type { RunInfo } from '../../../harness/history/run-info.ts'
import { seriesOf, stripeOf } from '../../../harness/mimir/signals/ledger/dataset.ts'
import { loss, lostSamples } from '../../../harness/mimir/signals/ledger/loss.ts'
import { sampleTotals } from '../../../harness/mimir/signals/ledger/sample-totals.ts'
import { isolation } from '../../../harness/mimir/signals/reads/isolation.ts'
import type { Anomaly } from '../../../harness/mimir/signals/reads/reads-records.ts'
import { type Acked, type Answer, ackedOf, historyOf, type ModelRun, modelRuns, required } from './model.ts'

/** What the checks say of a history: the verdict on loss and isolation and the kinds of their evidence. */
const saidOf = (run: RunInfo, events: HistoryEvent[]) => {
  const [l, i] = [loss(run, events), isolation(run, events)]
  return { loss: l.verdict, isolation: i.verdict, kinds: [...new Set([...l.evidence, ...i.evidence].map(e => e.kind))] }
}

/** Runs of a correct Mimir with one acked sample and one successful read that has to hold it and is not the last. */
const aimed = fc
  .tuple(modelRuns, fc.nat(), fc.nat())
  .filter(([model]) => pairsOf(model).length > 0)
  .map(([model, n]) => {
    const pairs = pairsOf(model)
    return { model, ...pairs[n % pairs.length]! }
  })

const pairsOf = (model: ModelRun): { sample: Acked; answer: Answer }[] =>
  ackedOf(model).flatMap(sample =>
    model.answers
      .filter(a => a.event.path !== 'final' && required(model, a, sample))
      .map(answer => ({ sample, answer })),
  )

test('what a correct Mimir answers is valid', () => {
  fc.assert(
    fc.property(
      modelRuns.filter(model => ackedOf(model).length > 0 && everyTenantHasData(model)),
      model => {
        expect(saidOf(model.run, historyOf(model))).toEqual({ loss: 'valid', isolation: 'valid', kinds: [] })
      },
    ),
  )
})

const everyTenantHasData = (model: ModelRun): boolean => new Set(ackedOf(model).map(s => s.tenant)).size === 2

describe('one thing wrong is found, and called by its name', () => {
  const invalid = (kind: string) => ({ loss: 'invalid', kinds: [kind] })

  test('an acked sample gone from every later read is lost, that one and no other', () => {
    fc.assert(
      fc.property(aimed, ({ model, sample }) => {
        for (const { event, held } of model.answers) {
          if (event.tenant === sample.tenant && event.start >= sample.end) held.get(sample.series)?.delete(sample.tick)
        }
        const events = historyOf(model)
        expect(saidOf(model.run, events)).toMatchObject(invalid('lost'))
        const { tenant, stripe, series, tick } = sample
        expect(lostSamples(model.run, events)).toEqual([{ tenant, stripe, series: [series], ticks: [tick, tick] }])
      }),
    )
  })

  test('absent from one read only, it is stale', () => {
    fc.assert(
      fc.property(aimed, ({ model, sample, answer }) => {
        answer.held.get(sample.series)!.delete(sample.tick)
        const events = historyOf(model)
        expect(saidOf(model.run, events)).toMatchObject(invalid('stale'))
        expect(sampleTotals(model.run, events).samples).toMatchObject({ lost: 0, stale: 1 })
      }),
    )
  })

  test('another value is corrupt', () => {
    fc.assert(
      fc.property(aimed, ({ model, sample: { series, tick }, answer }) => {
        answer.held.get(series)!.delete(tick)
        add(answer, { kind: 'corrupt', series, tick, expected: 5, got: '6' })
        expect(saidOf(model.run, historyOf(model))).toMatchObject(invalid('corrupt'))
      }),
    )
  })

  test('two values are a duplicate', () => {
    fc.assert(
      fc.property(aimed, ({ model, sample: { series, tick }, answer }) => {
        add(answer, { kind: 'duplicate', series, tick, got: ['5', '6'] })
        expect(saidOf(model.run, historyOf(model))).toMatchObject(invalid('duplicate'))
      }),
    )
  })

  test('a tick that nobody wrote is a phantom', () => {
    fc.assert(
      fc.property(aimed, ({ model, sample: { series }, answer }) => {
        answer.held.get(series)!.add(100)
        expect(saidOf(model.run, historyOf(model))).toMatchObject(invalid('phantom'))
      }),
    )
  })

  test("another tenant's series is a breach of isolation and no loss", () => {
    fc.assert(
      fc.property(aimed, ({ model, answer }) => {
        add(answer, { kind: 'foreign', owner: 'tenant-b', labels: '{}', samples: 1 })
        expect(saidOf(model.run, historyOf(model))).toEqual({ loss: 'valid', isolation: 'invalid', kinds: ['foreign'] })
      }),
    )
  })

  test('an acked sample that no read covers is never read', () => {
    fc.assert(
      fc.property(aimed, ({ model, sample }) => {
        const answers = model.answers.filter(a => !required(model, a, sample) && a.event.start < sample.end)
        const { kinds, ...said } = saidOf(model.run, historyOf({ ...model, answers }))
        expect([said.loss, kinds]).toEqual(['unknown', ['never-read']])
      }),
    )
  })

  const add = ({ event }: Answer, anomaly: Anomaly) => {
    event.anomalies = [...(event.anomalies ?? []), anomaly]
  }
})

test('whatever the reads forget, the account is that of each sample by itself', () => {
  const forgetful = fc
    .tuple(modelRuns, fc.infiniteStream(fc.constantFrom(true, false, false, false)))
    .map(([model, forgets]) => {
      for (const { held } of model.answers) {
        for (const present of held.values()) {
          for (const tick of [...present]) if (forgets.next().value) present.delete(tick)
        }
      }
      return model
    })
  fc.assert(
    fc.property(forgetful, model => {
      const each = ackedOf(model).map(sample => ({ sample, kind: classOf(model, sample) }))
      const events = historyOf(model)
      const { lost, stale, never_read } = sampleTotals(model.run, events).samples
      const number = (kind: string) => each.filter(e => e.kind === kind).length
      expect({ lost, stale, never_read }).toEqual({ lost: number('lost'), stale: number('stale'), never_read: 0 })
      expect(listed(model.run, events)).toEqual(new Set(each.filter(e => e.kind === 'lost').map(e => nameOf(e.sample))))
    }),
  )
})

/** The class of one sample by the definition, read by read. */
function classOf(model: ModelRun, sample: Acked): string {
  const reads = model.answers
    .filter(a => a.event.tenant === sample.tenant && a.event.stripe === sample.stripe && a.event.outcome === 'ok')
    .toSorted((a, b) => a.event.start - b.event.start)
  const holds = (a: Answer) => a.held.get(sample.series)!.has(sample.tick)
  const lastSeen = reads.findLastIndex(holds)
  const lastAbsent = reads.findLastIndex(a => required(model, a, sample) && !holds(a))
  if (lastAbsent < 0) return 'fine'
  return lastAbsent > lastSeen ? 'lost' : 'stale'
}

const nameOf = ({ tenant, series, tick }: Pick<Acked, 'tenant' | 'series' | 'tick'>): string =>
  `${tenant} ${series} ${tick}`

/** Each lost sample by name. */
const listed = (run: RunInfo, events: HistoryEvent[]): Set<string> =>
  new Set(
    lostSamples(run, events).flatMap(({ tenant, stripe, series, ticks: [from, to] }) =>
      Array.from({ length: seriesOf(run.dataset, tenant) }, (_, s) => s)
        .filter(s => (series === 'all' ? stripeOf(run.dataset, tenant, s).stripe === stripe : series.includes(s)))
        .flatMap(s => Array.from({ length: to - from + 1 }, (_, i) => nameOf({ tenant, series: s, tick: from + i }))),
    ),
  )
