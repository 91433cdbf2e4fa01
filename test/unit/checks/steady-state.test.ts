import { expect, test } from 'vitest'
import { steadyUntil } from '../../../harness/checks/steady-state.ts'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { at, fault, runOf, steady, step, write } from './histories.ts'

const started = (ms: number): HistoryEvent => ({
  type: 'pod',
  pod: 'ingester-0',
  component: 'ingester',
  phase: 'starting',
  at: at(ms),
})

test.each<[string, HistoryEvent[], number]>([
  ['nothing was done: at its own end', [started(-9000), write(0), ...steady(5000)], at(5000)],
  ['a fault in it', [started(-9000), write(0), ...steady(5000), ...fault(3000, 4000)], at(3000)],
  ['a pod more, under load', [write(0), started(2000), ...steady(5000), ...fault(3000, 4000)], at(2000)],
  ['other routes', [write(0), { type: 'route', at: at(1000), routes: {} }, ...steady(5000)], at(1000)],
  ['a defect of the gateway', [write(0), { type: 'defect', defect: 'stall', at: at(1500) }, ...steady(5000)], at(1500)],
  ['a first step that calls the product itself: before it', [...steady(5000), ...step(5000, 9000, 'flush')], at(5000)],
  ['none was carried out', [write(0), ...step(100, 5000, 'flush')], -Infinity],
])('the steady state ends, %s', (_, events, until) => expect(steadyUntil(runOf(), events)).toBe(until))
