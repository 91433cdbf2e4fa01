import { expect, test } from 'vitest'
import { gates } from '../../../harness/checks/gates.ts'
import type { GateEvent } from '../../../harness/history/events.ts'
import { at, runOf, step } from './histories.ts'

const gate = (ms: number, phase: GateEvent['phase'], seen?: string): GateEvent => ({
  type: 'gate',
  gate: 'three ingesters',
  expr: 'cortex_ring_members{state="ACTIVE"}',
  wants: '= 3',
  phase,
  at: at(ms),
  ...(seen && { seen }),
})

test('valid: all held, a gate that was waited for twice counts twice', () => {
  const events = [gate(0, 'waiting'), gate(10, 'held', '3'), gate(20, 'waiting'), gate(30, 'held', '3')]
  expect(gates(runOf(), events)).toEqual({
    check: 'gates',
    verdict: 'valid',
    summary: '2 of 2 gates held',
    evidence: [],
  })
})

test('invalid: one failed', () => {
  expect(
    gates(runOf(), [...step(0, 60), gate(0, 'waiting'), gate(50, 'failed', '2, 3 targets scraped')]),
  ).toMatchInlineSnapshot(`
    {
      "check": "gates",
      "evidence": [
        {
          "data": {
            "gate": "three ingesters",
            "phase": "failed",
          },
          "from": 1893499200050,
          "kind": "gate",
          "text": ""three ingesters" failed at 12:00:00.050 after 50 ms: 2, 3 targets scraped, expected = 3; during step "roll zone-a"; cortex_ring_members{state="ACTIVE"}",
          "to": 1893499200050,
        },
      ],
      "summary": "0 of 1 gate held",
      "verdict": "invalid",
    }
  `)
})

test('unknown: one never had data, such as a misspelt metric', () => {
  const { verdict, evidence } = gates(runOf(), [gate(0, 'waiting'), gate(50, 'unanswered', 'nothing')])!
  expect({ verdict, texts: evidence.map(e => e.text) }).toEqual({
    verdict: 'unknown',
    texts: [
      '"three ingesters" never had data at 12:00:00.050 after 50 ms: nothing, expected = 3; outside every step and fault; cortex_ring_members{state="ACTIVE"}',
    ],
  })
})

test('unknown: one was still waited for', () => {
  expect(gates(runOf(), [gate(0, 'waiting')])).toMatchInlineSnapshot(`
    {
      "check": "gates",
      "evidence": [
        {
          "data": {
            "gate": "three ingesters",
            "phase": "waiting",
          },
          "from": 1893499200000,
          "kind": "gate",
          "text": ""three ingesters" was still awaited when the run ended, since 12:00:00.000: nothing, expected = 3; outside every step and fault; cortex_ring_members{state="ACTIVE"}",
          "to": 1893499200000,
        },
      ],
      "summary": "0 of 1 gate held",
      "verdict": "unknown",
    }
  `)
})

test('no gates, no finding', () => {
  expect(gates(runOf(), [])).toBeUndefined()
})
