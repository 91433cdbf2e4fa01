import { describe, expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import type { RunInfo } from '../../../harness/history/run-info.ts'
import { StreamCoverage } from '../../judged.ts'
import { at, failedWrite, fault, look, runOf, step, write } from './histories.ts'

const run = runOf({
  dataset: { ...runOf().dataset, tenants: ['tenant-a'], series: 1, stripes: 1 },
  spacing: { labels: 1000 },
})

function covered(events: readonly HistoryEvent[], of: RunInfo = run): StreamCoverage {
  const coverage = new StreamCoverage(of)
  for (const event of events) coverage.add(event)
  return coverage
}

const looks = [0, 2, 4, 6].flatMap(second => [write(second), look(1000 * second, 'labels')])

test('streams that begin before the first fault and go on after the last recovery cover it', () => {
  expect(covered([...looks, ...fault(1000, 5000)]).uncovered).toEqual([])
})

test('a run in which nothing was done to Mimir has nothing to cover', () => {
  expect(covered([]).uncovered).toEqual([])
})

describe('uncovered is', () => {
  const wanted = { from: at(1000), to: at(5000) }

  test('a stream that ended before the recovery, or only failed after it', () => {
    const ended = looks.filter(e => e.type !== 'write' || e.ticks[0] < 4)
    const seen = { from: at(0), to: at(2010) }
    const row = { part: 'writes of tenant-a, stripe 0', seen, wanted }
    expect(covered([...ended, ...fault(1000, 5000)]).uncovered).toEqual([row])
    expect(covered([...ended, failedWrite(6), ...fault(1000, 5000)]).uncovered).toEqual([row])
  })

  test('a stream that began after the fault', () => {
    const late = looks.filter(e => e.type !== 'read' || e.start > at(1000))
    expect(covered([...late, ...fault(1000, 5000)]).uncovered).toEqual([
      { part: 'labels of tenant-a', seen: { from: at(2000), to: at(6020) }, wanted },
    ])
  })

  test('a stream that never was', () => {
    const none = looks.filter(e => e.type !== 'read')
    expect(covered([...none, ...fault(1000, 5000)]).uncovered).toEqual([
      { part: 'labels of tenant-a', seen: undefined, wanted },
    ])
  })

  test('a client with one record at its end, where that leaves out the recovery', () => {
    const witness = (to: number): HistoryEvent => ({
      type: 'reference-prometheus',
      at: at(9000),
      tenant: 'reference-prometheus',
      from: at(0),
      to: at(to),
      samples: 1,
      series: 1,
      missing: { samples: 0, first: [] },
      different: { samples: 0, first: [] },
      extra: { samples: 0, first: [] },
    })
    const withWitness = { ...run, signals: ['reference-prometheus'] }
    expect(covered([...looks, witness(6000), ...fault(1000, 5000)], withWitness).uncovered).toEqual([])
    expect(covered([...looks, witness(4000), ...fault(1000, 5000)], withWitness).uncovered).toEqual([
      { part: 'reference-prometheus', seen: { from: at(0), to: at(4000) }, wanted },
    ])
  })
})

test('pods and routes that change in a step are to be looked at after that, those that change for the reads at the end are not', () => {
  const stepped = { ...run, coverage: { ...run.coverage, steps: ['roll'] } }
  const ready: HistoryEvent = { type: 'pod', pod: 'querier-0', component: 'querier', phase: 'starting', at: at(5000) }
  const early = looks.filter(e => e.type !== 'read' || e.start < at(4000))
  expect(covered([...early, ready, ...step(500, 5500, 'roll')], stepped).uncovered).toEqual([
    { part: 'labels of tenant-a', seen: { from: at(0), to: at(2020) }, wanted: { from: at(5000), to: at(5000) } },
  ])
  expect(covered([...early, ...fault(500, 1000), ...step(500, 1500, 'roll'), ready], stepped).uncovered).toEqual([])
})

test('awaited is what has had no record at all since the last recovery; a failed one is one', () => {
  const before = looks.filter(e => 'start' in e && e.start < at(4000))
  expect(covered([...before, ...fault(1000, 5000)]).awaited).toEqual([
    'writes of tenant-a, stripe 0',
    'labels of tenant-a',
  ])
  expect(covered([...before, ...fault(1000, 5000), failedWrite(6)]).awaited).toEqual(['labels of tenant-a'])
})
