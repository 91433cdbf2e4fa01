import { describe, expect, test } from 'vitest'
import { takersOf } from '../../../harness/checks/cpu-takers.ts'
import type { CpuUse, HistoryEvent } from '../../../harness/history/events.ts'
import { pressed, steadyCpu, use } from './cpu.ts'
import { at, runOf } from './histories.ts'

const steady = steadyCpu(['ingester-0', 'ingester-1', 'querier-0'])
/** Who took the CPU in half a second of pressure at 5 s. */
const taken = (had: CpuUse | undefined, more: readonly HistoryEvent[] = []) =>
  takersOf(runOf(), [...more, ...steady])(pressed(5000, 5500, had))

test('programs outside of this run, or the hypervisor', () => {
  const expected = { by: 'outside', words: 'programs outside of this run had 900 ms of 1.000 s of CPU' }
  expect(taken(use({ outside: 180, pods: { 'ingester-0': 10 } }))).toEqual(expected)
  expect(taken(use({ outside: 100, stolen: 80, pods: { 'ingester-0': 10 } }))).toEqual(expected)
})

test('instruments of this run, by name', () => {
  expect(taken(use({ instruments: { harness: 100, prometheus: 60 } }))).toEqual({
    by: 'outside',
    words: 'instruments of this run (harness, prometheus) had 680 ms of 1.000 s of CPU',
  })
})

test('pods with no more to do than in the steady state, by name: the two that took the most', () => {
  expect(taken(use({ pods: { 'ingester-0': 80, 'ingester-1': 60, 'querier-0': 50 } }))).toEqual({
    by: 'subject',
    words: 'pods with no more to do than before (ingester-0, ingester-1, 1 more) had 620 ms of 1.000 s of CPU',
  })
})

test('one pod that spins on one of two CPUs', () => {
  expect(taken(use({ pods: { 'ingester-0': 100, 'ingester-1': 10 } }))).toMatchObject({ by: 'subject' })
})

test('a pod that starts, which in production has CPUs of its own', () => {
  const start: HistoryEvent = { type: 'pod', pod: 'ingester-0', component: 'ingester', phase: 'starting', at: at(4500) }
  expect(taken(use({ pods: { 'ingester-0': 150 } }), [start])).toEqual({
    by: 'crowded',
    words: 'pods that started (ingester-0) had 750 ms of 1.000 s of CPU',
  })
})

test('a pod that was not there in the steady state is like the others of its kind', () => {
  const there = (pod: string): HistoryEvent => ({
    type: 'pod',
    pod,
    component: 'ingester',
    phase: 'ready',
    at: at(-9000),
  })
  expect(taken(use({ pods: { 'ingester-9': 180 } }), ['ingester-0', 'ingester-9'].map(there))).toMatchObject({
    by: 'subject',
  })
})

test('while a fault lasts the other pods have more to do, and nobody can tell whether so much', () => {
  const fault: HistoryEvent = { type: 'fault', id: 'f', kind: 'k', pods: ['x'], phase: 'injecting', at: at(4000) }
  expect(taken(use({ pods: { 'ingester-0': 75, 'querier-0': 75 } }), [fault])).toEqual({
    by: 'untold',
    words: 'pods (ingester-0, querier-0) had 530 ms of 1.000 s of CPU',
  })
  expect(taken(use({ pods: { 'ingester-0': 190 } }), [fault])).toMatchObject({ by: 'subject' })
  const reload: HistoryEvent = { type: 'apply', at: at(-9000), changes: ['reload runtime.yaml'], unchanged: false }
  expect(taken(use({ pods: { 'ingester-0': 75, 'querier-0': 75 } }), [reload])).toMatchObject({ by: 'untold' })
})

test('nobody took more than before: the machine is too small', () => {
  expect(taken(use({ pods: { 'ingester-0': 30, 'querier-0': 30 }, outside: 30 }))).toEqual({
    by: 'crowded',
    words: 'this run as a whole needed more CPU than there is',
    usualPressure: 0,
  })
})

test('nobody can tell without what the kernel says, or without a steady state', () => {
  const untold = { by: 'untold', words: 'the kernel did not tell who had the CPU' }
  expect(taken(undefined)).toEqual(untold)
  expect(takersOf(runOf(), [])(pressed(5000, 5500, use({ outside: 200 })))).toEqual(untold)
})

describe('half a second of pressure at 50 s, in which a pod has eight times what it had in the steady state', () => {
  /** What it had of one CPU in each second from 3 s on. */
  const since = (share: (second: number) => number): HistoryEvent[] =>
    Array.from({ length: 47 }, (_, i) => ({
      type: 'cpu-use',
      from: at(3000 + 1000 * i),
      to: at(4000 + 1000 * i),
      use: use({ pods: { 'ingester-0': 1000 * share(3 + i) } }),
    }))
  const taken = (more: readonly HistoryEvent[]) =>
    takersOf(runOf(), [...steady, ...more])(pressed(50_000, 50_500, use({ pods: { 'ingester-0': 80 }, outside: 40 })))
      .by

  test('it came to that slowly: it is no more than usual', () => {
    expect(taken(since(second => 0.1 + second / 80))).toBe('crowded')
  })

  test('it came to that at once, or has 2.5 s of it in every 15: that is its own doing', () => {
    expect(taken(since(second => (second < 47 ? 0.1 : 0.8)))).toBe('subject')
    expect(taken(since(second => (second % 15 < 3 ? 0.8 : 0.1)))).toBe('subject')
  })
})
