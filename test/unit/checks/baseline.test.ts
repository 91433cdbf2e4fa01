import { expect, test } from 'vitest'
import { undisturbedUntil } from '../../../harness/checks/baseline.ts'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { at, fault, runOf, step, write } from './histories.ts'

const started = (ms: number): HistoryEvent => ({
  type: 'pod',
  pod: 'ingester-0',
  component: 'ingester',
  phase: 'starting',
  at: at(ms),
})

test.each<[string, HistoryEvent[], number]>([
  ['nothing was done', [started(-9000), write(0)], -Infinity],
  ['a fault', [started(-9000), write(0), ...fault(3000, 4000)], at(3000)],
  ['a pod more, under load', [write(0), started(2000), ...fault(3000, 4000)], at(2000)],
  ['other routes', [write(0), { type: 'route', at: at(1000), routes: {} }], at(1000)],
  [
    'the end of the first step, where a step calls Mimir itself',
    [write(0), ...step(100, 5000, 'calm'), ...step(5000, 9000, 'flush')],
    at(5000),
  ],
  [
    'the same, when the first write comes after that step has begun',
    [...step(5, 5000, 'calm'), write(0, { start: at(20) }), ...step(5000, 9000, 'flush'), ...step(9000, 9500, 'read')],
    at(5000),
  ],
  ['a single step', [write(0), ...step(100, 5000, 'calm')], -Infinity],
  ['a lie of the gateway', [write(0), { type: 'defect', defect: 'stall', at: at(1500) }], at(1500)],
])('undisturbed: %s', (_, events, until) => expect(undisturbedUntil(runOf(), events)).toBe(until))
