import { expect, test } from 'vitest'
import { allowedBetween, moreInPhases, objectiveAt, phasesOf, stretchesOf } from '../../../harness/checks/phases.ts'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { allowing, at, fault, runOf, step } from './histories.ts'

const because = 'reads wait for the hedging delay'

/** 200 ms are steady; 8 s in the fault from 10 to 15 s and half a second longer, 1 s in the step from 14 to 20 s; tenant-b has its own. */
const run = runOf({
  objectives: allowing(
    200,
    {
      faults: { 'kill-pod': { because, tail: 500, instant: 8000 } },
      steps: { roll: { because, instant: { longestGap: 1000 } } },
    },
    ['roll'],
    [{ name: 'tenant-b', demands: { instant: { longestGap: 300, errorRatio: 0.01 } } }],
  ),
})
const phases = phasesOf(run, [
  ...fault(10_000, 15_000),
  ...step(14_000, 20_000, 'roll'),
  ...step(20_000, 25_000, 'look'),
])

test('each moment has its objective: a phase from its begin to its tail, the most of several, a tenant its own elsewhere', () => {
  const of = (tenant: number, ms: number) => {
    const { longestGap, latency, errorRatio } = objectiveAt(run, phases, 'instant', tenant, at(ms))
    return [longestGap, latency, errorRatio]
  }
  expect([9999, 10_000, 14_500, 15_499, 15_500, 19_999, 20_000].map(ms => [ms, ...of(0, ms)])).toEqual([
    [9999, 200, 200, 0],
    [10_000, 8000, 8000, 0],
    [14_500, 8000, 8000, 0],
    [15_499, 8000, 8000, 0],
    [15_500, 1000, 200, 0],
    [19_999, 1000, 200, 0],
    [20_000, 200, 200, 0],
  ])
  expect([of(1, 9999), of(1, 10_000)]).toEqual([
    [300, 200, 0.01],
    [8000, 8000, 0.01],
  ])
  expect(objectiveAt(run, phases, 'writes', 0, at(12_000)).longestGap).toBe(200)
})

test('time is cut into stretches of one objective', () => {
  expect(stretchesOf(run, phases, 'instant', 0).map(s => [s.phase, s.objective.longestGap])).toEqual([
    ['steady state', 200],
    ['fault kill-pod#1', 8000],
    ['fault kill-pod#1 and step "roll"', 8000],
    ['step "roll"', 1000],
    ['steady state', 200],
  ])
})

test('phases that allow more are told: one by its name, several by the most that they allow', () => {
  const told = (...events: HistoryEvent[]) => moreInPhases(stretchesOf(run, phasesOf(run, events), 'instant', 0))
  expect([told(), told(...fault(1000, 2000)), told(...fault(1000, 2000), ...step(4000, 5000, 'roll'))]).toEqual([
    '',
    ' and 8.000 s in fault kill-pod#1',
    ' and up to 8.000 s in some faults or steps',
  ])
})

test('the example of the definition: the time in a phase as long as that allows, all others together as long as is steady', () => {
  const only = runOf({ objectives: allowing(200, { faults: { 'kill-pod': { because, instant: 8000 } } }) })
  const stretches = stretchesOf(only, phasesOf(only, fault(10_000, 15_000)), 'instant', 0)
  const allowed = (from: number, to: number) => allowedBetween(stretches, at(from), at(to))
  expect([allowed(9900, 15_100), allowed(9900, 15_150), allowed(9000, 9500), allowed(16_000, 16_100)]).toEqual([
    5200, 5200, 200, 100,
  ])
})

test('two faults and a step at once, or one after the other, allow no more than one of them', () => {
  const several = runOf({
    objectives: allowing(
      200,
      {
        faults: { 'kill-pod': { because, instant: 4000 }, 'pause-pods': { because, instant: 4000 } },
        steps: { roll: { because, instant: 1000 } },
      },
      ['roll'],
    ),
  })
  const events = [...fault(1000, 5000), ...fault(3000, 9000, 'pause-pods#2'), ...step(2000, 12_000, 'roll')]
  const stretches = stretchesOf(several, phasesOf(several, events), 'instant', 0)
  // 8 s of it in faults, of which 4 are allowed, 2.5 in the step alone, of which one is.
  expect([allowedBetween(stretches, at(1000), at(9000)), allowedBetween(stretches, at(1000), at(11_500))]).toEqual([
    4000, 5000,
  ])
})

test('of the tenant that a fault hits less is demanded than of the others, as long as it lasts', () => {
  const hit = {
    name: 'tenant-b',
    demands: {},
    faults: { 'kill-pod': { writes: { longestGap: 60_000, errorRatio: 1 } } },
  }
  const objectives = allowing(200, { faults: { 'kill-pod': { because, writes: 1000 } } }, [], [hit])
  const own = runOf({ objectives })
  const during = phasesOf(own, fault(10_000, 15_000))
  const of = (tenant: number, ms: number) => objectiveAt(own, during, 'writes', tenant, at(ms))
  expect([of(0, 12_000), of(1, 12_000), of(1, 16_000)].map(o => [o.longestGap, o.errorRatio])).toEqual([
    [1000, 0],
    [60_000, 1],
    [200, 0],
  ])
  expect(stretchesOf(own, during, 'writes', 1).map(s => s.phase)).toEqual([
    'steady state',
    'fault kill-pod#1',
    'steady state',
  ])
})
