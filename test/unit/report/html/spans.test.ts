import { expect, test } from 'vitest'
import type { GateEvent, StepEvent } from '../../../../harness/history/events.ts'
import { gateSpans, stepSpans } from '../../../../harness/report/html/spans.ts'

const step = (name: string, phase: StepEvent['phase'], at: number): StepEvent => ({
  type: 'step',
  step: name,
  phase,
  at,
})
const short = ({ name, from, to, ended }: { name: string; from: number; to: number; ended: boolean }) => [
  name,
  from,
  to,
  ended,
]

test('a step from begin to its end, twice if it is done twice; skipped is a moment; unfinished lasts to the end of the run', () => {
  const events = [
    step('roll', 'begin', 1),
    step('roll', 'done', 5),
    step('roll', 'begin', 6),
    step('roll', 'failed', 8),
    step('later', 'skipped', 8),
    step('last', 'begin', 9),
  ]
  expect(stepSpans(events, 20).map(short)).toEqual([
    ['roll', 1, 5, true],
    ['roll', 6, 8, true],
    ['later', 8, 8, true],
    ['last', 9, 20, false],
  ])
})

test('gates that wait at the same time are told apart', () => {
  const gate = (name: string, phase: GateEvent['phase'], at: number): GateEvent => ({
    type: 'gate',
    gate: name,
    expr: 'up',
    wants: '= 1',
    phase,
    at,
  })
  const events = [gate('a', 'waiting', 1), gate('b', 'waiting', 2), gate('a', 'held', 3), gate('b', 'failed', 4)]
  expect(gateSpans(events, 9).map(short)).toEqual([
    ['a', 1, 3, true],
    ['b', 2, 4, true],
  ])
})
