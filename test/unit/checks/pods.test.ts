import { expect, test } from 'vitest'
import { pods } from '../../../harness/checks/pods.ts'
import type { PodEvent } from '../../../harness/history/events.ts'
import { at, fault, runOf, step } from './histories.ts'

const pod = (ms: number, phase: PodEvent['phase'], detail?: string): PodEvent => ({
  type: 'pod',
  pod: 'ingester-0',
  component: 'ingester',
  zone: 'zone-a',
  phase,
  at: at(ms),
  ...(detail && { detail }),
})

test('valid: who goes was asked to', () => {
  expect(pods(runOf(), [pod(0, 'ready'), pod(10, 'stopping'), pod(20, 'exited')])).toMatchInlineSnapshot(`
    {
      "check": "pods",
      "evidence": [],
      "summary": "0 of 1 pod died unasked, 0 of a fault",
      "verdict": "valid",
    }
  `)
})

test('invalid: one crashed under load; its last lines are told', () => {
  const died = { ...pod(10, 'died', 'exit 2'), lines: ['level=info', 'panic: oops'] }
  expect(pods(runOf(), [...step(0, 100), pod(0, 'ready'), died])).toMatchInlineSnapshot(`
    {
      "check": "pods",
      "evidence": [
        {
          "data": {
            "component": "ingester",
            "pod": "ingester-0",
          },
          "from": 1893499200010,
          "kind": "died",
          "lines": [
            "level=info",
            "panic: oops",
          ],
          "text": "ingester-0 (ingester, zone-a) died at 12:00:00.010, during step "roll zone-a": exit 2",
          "to": 1893499200010,
        },
      ],
      "summary": "1 of 1 pod died unasked, 0 of a fault",
      "verdict": "invalid",
    }
  `)
})

test('unknown: one was killed from outside, or died before there was load', () => {
  const killed = pods(runOf(), [pod(0, 'ready'), pod(10, 'died', 'SIGKILL')])
  expect([killed.verdict, killed.evidence[0]!.text]).toEqual([
    'unknown',
    'ingester-0 (ingester, zone-a) was killed from outside at 12:00:00.010, outside every step and fault: SIGKILL',
  ])
  expect(pods(runOf(), [pod(-50, 'starting'), pod(-10, 'died', 'exit 1')]).verdict).toBe('unknown')
})

test('valid: it died of the fault that was to kill it', () => {
  expect(pods(runOf(), [pod(0, 'ready'), ...fault(5, 50), pod(10, 'died')]).summary).toMatchInlineSnapshot(
    `"0 of 1 pod died unasked, 1 of a fault"`,
  )
})

test('unknown: no pod at all', () => {
  expect(pods(runOf(), []).verdict).toBe('unknown')
})
