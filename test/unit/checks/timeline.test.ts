import { expect, test } from 'vitest'
import { faultsOf, stepsOf } from '../../../harness/checks/timeline.ts'
import { fault, step } from './histories.ts'

test('steps: done, begun again, and skipped without a beginning', () => {
  const skipped = { type: 'step', step: 'b', phase: 'skipped', at: 50, detail: 'not here' } as const
  const again = { type: 'step', step: 'a', phase: 'begin', at: 60 } as const
  expect(
    stepsOf([...step(0, 10, 'a').map(e => ('at' in e ? { ...e, at: e.at % 100 } : e)), skipped, again]),
  ).toMatchInlineSnapshot(`
    [
      {
        "detail": undefined,
        "from": 0,
        "outcome": "done",
        "step": "a",
        "to": 10,
      },
      {
        "detail": "not here",
        "from": 50,
        "outcome": "skipped",
        "step": "b",
        "to": 50,
      },
      {
        "detail": undefined,
        "from": 60,
        "outcome": "unfinished",
        "step": "a",
        "to": Infinity,
      },
    ]
  `)
})

test('faults: from injection to the proof of recovery, or without end', () => {
  expect(faultsOf([...fault(0, 100), ...fault(20, 80, 'pause-pod#1').slice(0, 2)])).toMatchInlineSnapshot(`
    [
      {
        "effective": "pid 7 is gone",
        "failed": undefined,
        "from": 1893499200000,
        "id": "kill-pod#1",
        "kind": "kill-pod",
        "pods": [
          "ingester-0",
        ],
        "recovered": "ingester-0 is ACTIVE",
        "recovering": true,
        "to": 1893499200100,
      },
      {
        "effective": "pid 7 is gone",
        "failed": undefined,
        "from": 1893499200020,
        "id": "pause-pod#1",
        "kind": "pause-pod",
        "pods": [
          "ingester-0",
        ],
        "recovered": undefined,
        "recovering": false,
        "to": Infinity,
      },
    ]
  `)
})
