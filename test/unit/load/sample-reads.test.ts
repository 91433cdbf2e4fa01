import { expect, test } from 'vitest'
import type { Question } from '../../../harness/mimir/signals/reads/probe.ts'
import { instant, range, rawSamples } from '../../../harness/mimir/signals/reads/sample-reads.ts'

/** Ticks of stripe 1 are at 1000000.1 s, 1000001.1 s, ... */
const dataset = { tenants: ['ann', 'bob', 'eve'], series: 20, stripes: 10, interval: 1000, epoch: 1_000_000_000 }

/** What is asked, to be read by people. */
function asked(question: Question | undefined) {
  if (question === undefined) return undefined
  const { url, read, ...rest } = question
  return { ...rest, url: decodeURIComponent(url).replaceAll('+', ' ') }
}

test('raw samples: a range selector that ends at the time of the query', () => {
  expect(
    asked(rawSamples(dataset, 'final', { tenant: 2, stripe: 4 }, { from: 999_999_999, to: 1_000_050_000 })),
  ).toEqual({
    path: 'final',
    tenant: 2,
    stripe: 4,
    window: { from: 999_999_999, to: 1_000_050_000 },
    url: '/prometheus/api/v1/query?query=gauntlet_sample{stripe="4"}[50001ms]&time=1000050.000',
  })
})

test('instant: stripes take turns, and the window lets each sample be read three times', () => {
  expect(asked(instant.ask(dataset, 1, { n: 13, now: 1_000_010_000.7, spacing: 200 }))).toEqual({
    path: 'instant',
    tenant: 1,
    stripe: 3,
    window: { from: 1_000_004_000, to: 1_000_010_000 },
    url: '/prometheus/api/v1/query?query=gauntlet_sample{stripe="3"}[6000ms]&time=1000010.000',
  })
})

test('instant: of many stripes some are read at once, so that ten probes read all', () => {
  const many = { ...dataset, stripes: 20 }
  expect(asked(instant.ask(many, 1, { n: 13, now: 1_000_010_000, spacing: 200 }))).toEqual({
    path: 'instant',
    tenant: 1,
    stripes: [6, 7],
    window: { from: 1_000_004_000, to: 1_000_010_000 },
    url: '/prometheus/api/v1/query?query=gauntlet_sample{stripe=~"6|7"}[6000ms]&time=1000010.000',
  })
})

test('with a seed the stripes of a round are read in an order of its own, each of them once', () => {
  const many = { ...dataset, stripes: 20, seed: 7 }
  const round = (of: number) =>
    Array.from(
      { length: 10 },
      (_, i) => instant.ask(many, 1, { n: 10 * of + i, now: 1_000_010_000, spacing: 200 })!,
    ).flatMap(q => q.stripes ?? [])
  expect(round(0)).toEqual([5, 10, 7, 14, 4, 0, 9, 16, 13, 8, 19, 15, 18, 2, 1, 6, 11, 12, 3, 17])
  expect(round(1)).not.toEqual(round(0))
  expect(round(1).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i))
})

test('range: every step is one tick, the last twenty', () => {
  expect(asked(range.ask(dataset, 0, { n: 1, now: 1_000_030_500, spacing: 1000 }))).toEqual({
    path: 'range',
    tenant: 0,
    stripe: 1,
    window: { from: 1_000_011_099, to: 1_000_030_100 },
    url: '/prometheus/api/v1/query_range?query=last_over_time(gauntlet_sample{stripe="1"}[999ms])&start=1000011.100&end=1000030.100&step=1.000',
  })
})

test('range: begins at tick 0, and asks nothing before it', () => {
  expect(range.ask(dataset, 0, { n: 1, now: 1_000_002_099, spacing: 1000 })?.window).toEqual({
    from: 1_000_000_099,
    to: 1_000_001_100,
  })
  expect(range.ask(dataset, 0, { n: 1, now: 1_000_000_099, spacing: 1000 })).toBeUndefined()
})
