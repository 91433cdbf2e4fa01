import { expect, test } from 'vitest'
import { faults } from '../../../harness/checks/faults.ts'
import type { FaultEvent } from '../../../harness/history/events.ts'
import { pressed, steadyCpu, use } from './cpu.ts'
import { at, fault, runOf } from './histories.ts'

const run = runOf()
const failed: FaultEvent = {
  type: 'fault',
  id: 'kill-pod#1',
  kind: 'kill-pod',
  pods: ['ingester-0'],
  phase: 'failed',
  at: at(9000),
  detail: 'waited 5.0 s for pid 7 to go',
}

test('valid: each proved effective and recovered', () => {
  expect(faults(run, [...fault(0, 1000), ...fault(2000, 3000, 'pause-pod#1')])).toMatchInlineSnapshot(`
    {
      "check": "faults",
      "evidence": [],
      "summary": "2 of 2 faults proved effective and recovered",
      "verdict": "valid",
    }
  `)
})

test('invalid: a recovery that was tried and not proved', () => {
  expect(faults(run, [...fault(0, 1000).slice(0, -1), failed])).toMatchInlineSnapshot(`
    {
      "check": "faults",
      "evidence": [
        {
          "data": {
            "id": "kill-pod#1",
            "outcome": "not recovered",
          },
          "foundAt": 1893499209000,
          "from": 1893499200000,
          "kind": "fault",
          "text": "kill-pod#1 on ingester-0, begun at 12:00:00.000, was not recovered: waited 5.0 s for pid 7 to go",
        },
      ],
      "summary": "0 of 1 fault proved effective and recovered",
      "verdict": "invalid",
    }
  `)
})

test('on a machine that was busy until the proof was given up: unknown, but where it was disproved', () => {
  const busy = [...steadyCpu(['ingester-0']), ...pressed(4000, 9000, use({ outside: 180 }))]
  const of = (more: Partial<FaultEvent>) => {
    const { verdict, evidence } = faults(run, [...busy, ...fault(3000, 4000).slice(0, -1), { ...failed, ...more }])!
    return [verdict, evidence[0]!.text]
  }
  expect(of({})).toEqual([
    'unknown',
    'kill-pod#1 on ingester-0, begun at 12:00:03.000, was not recovered: waited 5.0 s for pid 7 to go; programs outside of this run had 9.000 s of 10.000 s of CPU then, so this proves nothing',
  ])
  expect(of({ disproved: true, detail: 'the log was not replayed' })).toEqual([
    'invalid',
    'kill-pod#1 on ingester-0, begun at 12:00:03.000, was not recovered: the log was not replayed',
  ])
})

test('unknown: no proof of effect', () => {
  expect(faults(run, [...fault(0, 1000).slice(0, 1), failed])).toMatchInlineSnapshot(`
    {
      "check": "faults",
      "evidence": [
        {
          "data": {
            "id": "kill-pod#1",
            "outcome": "not proved effective",
          },
          "foundAt": 1893499209000,
          "from": 1893499200000,
          "kind": "fault",
          "text": "kill-pod#1 on ingester-0, begun at 12:00:00.000, was not proved effective: waited 5.0 s for pid 7 to go",
        },
      ],
      "summary": "0 of 1 fault proved effective and recovered",
      "verdict": "unknown",
    }
  `)
})

test('unknown: nobody tried to recover', () => {
  expect(faults(run, fault(0, 1000).slice(0, 2))).toMatchInlineSnapshot(`
    {
      "check": "faults",
      "evidence": [
        {
          "data": {
            "id": "kill-pod#1",
            "outcome": "not recovered",
          },
          "from": 1893499200000,
          "kind": "fault",
          "text": "kill-pod#1 on ingester-0, begun at 12:00:00.000, was not recovered: no proof was recorded",
        },
      ],
      "summary": "0 of 1 fault proved effective and recovered",
      "verdict": "unknown",
    }
  `)
})

test('no faults, no finding', () => {
  expect(faults(run, [])).toBeUndefined()
})
