import { expect, test } from 'vitest'
import { pressureOn } from '../../../harness/checks/excused-by-pressure.ts'
import type { Lane } from '../../../harness/checks/lanes.ts'

const stretch = { type: 'cpu-pressure' as const, from: 1000, to: 1100, ms: 90 }

/** Instant reads each 100 ms that take 10 ms; the one due at 1000 takes so long. */
const reads = (latency: number): Lane => ({
  path: 'instant',
  tenant: 0,
  operations: Array.from({ length: 21 }, (_, n) => {
    const due = n * 100
    return { due, start: due, end: due + (due === 1000 ? latency : 10), ok: true, error: '' }
  }),
})

test('a starved stretch excuses writes when reads were late in it, too', () => {
  expect(pressureOn('writes', [stretch], [reads(200)])).toEqual([stretch])
})

test('it excuses nothing when reads were answered as always', () => {
  expect(pressureOn('writes', [stretch], [reads(10)])).toEqual([])
})

test('on a machine that is slow most of the time, a slow answer is late all the same', () => {
  const { operations, ...lane } = reads(150)
  const mostlySlow = operations.map((o, n) => (n % 4 === 0 ? o : { ...o, end: o.due + 150 }))
  expect(pressureOn('writes', [stretch], [{ ...lane, operations: mostlySlow }])).toEqual([stretch])
})

test('it excuses what it can when nobody else had anything in flight', () => {
  expect(pressureOn('instant', [stretch], [reads(200)])).toEqual([stretch])
})
