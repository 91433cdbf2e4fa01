import { expect, test } from 'vitest'
import type { HistoryEvent } from '../../../../harness/history/events.ts'
import { bucketWidth, niceUp, scaleOf, width, x } from '../../../../harness/report/html/scale.ts'
import { sampleRun } from '../sample-run.ts'

const { startedAt: start } = sampleRun
const read = { type: 'read', path: 'instant', tenant: 0, due: start, outcome: 'ok' } as const

test('from the start of the run to the last event, whatever its kind', () => {
  const events: HistoryEvent[] = [
    { ...read, start: start + 10, end: start + 9000 },
    {
      type: 'metric',
      metric: 'up',
      pod: 'a',
      points: [
        [start - 500, 1],
        [start + 20_000, 1],
      ],
    },
    { type: 'metric', metric: 'up', pod: 'b', points: [] },
    { type: 'cpu-pressure', from: start + 100, to: start + 200, ms: 40 },
    { type: 'end', at: start + 12_000, outcome: 'completed' },
  ]
  expect(scaleOf(sampleRun, events, 500)).toEqual({ from: start - 500, to: start + 20_000, buckets: 500 })
})

test('an empty run has a second', () => {
  expect(scaleOf(sampleRun, [], 500)).toEqual({ from: start, to: start + 1000, buckets: 500 })
})

test('places are percentages, widths never negative', () => {
  const scale = { from: 1000, to: 4000, buckets: 10 }
  expect([x(scale, 1000), x(scale, 2000), x(scale, 4000), width(scale, 1500), width(scale, -1)]).toEqual([
    '0%',
    '33.33333%',
    '100%',
    '50%',
    '0%',
  ])
})

test('bucket widths are 1, 2, 3 or 5 times a power of ten, and no finer than what they count', () => {
  expect([0, 1, 1.5, 2.9, 4, 7, 200.1, 450, 60_000].map(niceUp)).toEqual([1, 1, 2, 3, 5, 10, 200, 500, 100_000])
  const scale = { from: 0, to: 40_000, buckets: 500 }
  expect([bucketWidth(scale, 0, 2), bucketWidth(scale, 100.05, 2), bucketWidth(scale, 1000, 1.5)]).toEqual([
    100, 200, 2000,
  ])
})
