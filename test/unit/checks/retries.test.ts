import { expect, test } from 'vitest'
import type { Operation } from '../../../harness/checks/lanes.ts'
import { retried } from '../../../harness/checks/retries.ts'

const probe = (due: number, ok: boolean): Operation => ({ due, start: due, end: due + 10, ok, error: '' })

test('without failures the longest latency', () => {
  expect(retried([probe(0, true), { ...probe(100, true), end: 140 }])).toEqual({ longest: 40, never: 0 })
})

test('a failed operation is sent again after 30, 60, 120 ms and fares as the operation after it', () => {
  // Sent at 100, at 140, at 210 and at 340; the operation due at 400 is the first after 340, and it succeeds in 10 ms.
  const operations = [probe(0, true), probe(100, false), probe(200, false), probe(300, false), probe(400, true)]
  expect(retried(operations)).toEqual({ longest: 250, never: 0 })
})

test('an operation after which none succeeds is never answered', () => {
  expect(retried([probe(0, true), probe(100, false), probe(200, false)])).toEqual({ longest: 10, never: 2 })
})

test('back-off ends at 5 s', () => {
  const operations = [...Array.from({ length: 200 }, (_, i) => probe(100 * i, false)), probe(20_000, true)]
  expect(retried(operations)).toEqual({ longest: 22_770, never: 0 })
})
