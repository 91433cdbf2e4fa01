import { expect, test } from 'vitest'
import { bucketed, median } from '../../../../harness/report/html/buckets.ts'

test('operations count when they end, those after the last bucket in it', () => {
  const operations = [
    { end: 10, latency: 4, ok: true },
    { end: 99, latency: 9, ok: true },
    { end: 60, latency: 6, ok: false },
    { end: 250, latency: 100, ok: true },
    { end: 300, latency: 7, ok: false },
  ]
  expect(bucketed(operations, 100, 3)).toEqual([
    { ok: 2, failed: 1, p50: 6, max: 9 },
    { ok: 0, failed: 0, p50: undefined, max: undefined },
    { ok: 1, failed: 1, p50: 7, max: 100 },
  ])
})

test('the lower median', () => {
  expect([median([]), median([3]), median([1, 2]), median([1, 2, 9])]).toEqual([undefined, 3, 1, 2])
})
