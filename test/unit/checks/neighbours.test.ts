import { expect, test } from 'vitest'
import { neighbours } from '../../../harness/checks/neighbours.ts'
import { streamsOf } from '../../../harness/history/signal.ts'
import { signals } from '../../judged.ts'
import { type Flood, flooded } from './flooded.ts'
import { allowing, fault, runOf, steady } from './histories.ts'

const judge = (flood: Flood, run = runOf()) => neighbours(run, flooded(flood), streamsOf(signals))

test('a run without a flood has no such finding', () => {
  expect(neighbours(runOf(), [...steady(5000), ...fault(6000, 9000)], streamsOf(signals))).toBeUndefined()
})

test('what takes as long as in calm is valid, with the ratio', () => {
  expect(judge({})).toMatchObject({
    verdict: 'valid',
    summary:
      'flood#1: writes p99 100 ms in calm, 100 ms in the flood, 1.00 times (95 %: 1.00 to 1.00), 0 % of 598 requests failed',
    evidence: [],
  })
})

test('twice as long, or failures where there were none, are invalid', () => {
  expect(judge({ ms: 199 })).toMatchObject({ verdict: 'valid' })
  expect(judge({ ms: 200 })).toMatchObject({
    verdict: 'invalid',
    evidence: [{ kind: 'suffers', data: { path: 'writes', what: 'the 99th percentile', ratio: 2 } }],
  })
  expect(judge({ isOk: n => n % 10 > 0 })).toMatchObject({
    verdict: 'invalid',
    evidence: [{ kind: 'suffers', data: { what: 'the error rate', before: 0, ratio: Infinity } }],
  })
})

test('below the period of a CPU limit nothing is told apart', () => {
  expect(judge({ calm: 10, ms: 80 })).toMatchObject({
    verdict: 'valid',
    summary:
      'flood#1: writes p99 10 ms in calm, 80 ms in the flood, 1.00 times (95 %: 1.00 to 1.00), below 100 ms taken as that, 0 % of 598 requests failed',
  })
  expect(judge({ calm: 10, ms: 200 })).toMatchObject({ verdict: 'invalid' })
})

test('a single failure tells nothing', () => {
  expect(judge({ isOk: n => n !== 400, tenants: [0] })).toMatchObject({
    verdict: 'unknown',
    evidence: [{ kind: 'untold', data: { what: 'the error rate', low: 1 } }],
  })
})

test('whom a flood is meant to hit is no other', () => {
  const objectives = allowing(200, {}, [], [{ name: 'tenant-a', demands: {}, faults: { flood: { writes: 9000 } } }])
  const run = runOf({ objectives })
  expect(judge({ ms: 500, tenants: [0] }, run)).toMatchObject({ verdict: 'valid' })
  expect(judge({ ms: 500, tenants: [1] }, run)).toMatchObject({ verdict: 'invalid' })
})

test('a saturated machine, a short flood and a short calm prove nothing', () => {
  expect(judge({ ms: 500, used: 1950 })).toMatchObject({
    verdict: 'unknown',
    evidence: [
      { kind: 'untold' },
      {
        kind: 'untold',
        text: '97 % of the CPUs were in use in the flood: the machine was saturated (a larger machine, or a lower rate)',
      },
    ],
  })
  expect(judge({ ms: 500, to: 54 })?.verdict).toBe('unknown')
  expect(judge({ ms: 500, from: 24 })?.verdict).toBe('unknown')
  expect(judge({ ms: 500, from: 26 })?.verdict).toBe('invalid')
})
