import { expect, test } from 'vitest'
import { pods } from '../../../harness/checks/pods.ts'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { at, fault, runOf, step } from './histories.ts'
import { losing, pod, unwatched } from './pod-events.ts'

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

test('invalid: it died by its own memory limit, whatever signal ended it', () => {
  const killed = { ...pod(10, 'died', 'OOMKilled, exit code 137'), outOfMemory: 'limit' as const }
  const { verdict, evidence } = pods(runOf(), [pod(0, 'ready'), killed])
  expect([verdict, evidence[0]!.text]).toEqual([
    'invalid',
    'ingester-0 (ingester, zone-a) died by its memory limit at 12:00:00.010, outside every step and fault: OOMKilled, exit code 137',
  ])
})

test('unknown: the machine had no memory left', () => {
  const died = { ...pod(10, 'died', 'exit 2'), outOfMemory: 'machine' as const }
  const { verdict, evidence } = pods(runOf(), [pod(0, 'ready'), died])
  expect([verdict, evidence[0]!.text]).toEqual([
    'unknown',
    'ingester-0 (ingester, zone-a) died because the machine had no memory left at 12:00:00.010, outside every step and fault: exit 2',
  ])
})

test('valid: it died in a step that may lose it', () => {
  const allowed = { allowedBy: 'ingester-0', outOfMemory: 'limit' as const }
  const died = { ...pod(10, 'died', 'exit 2'), ...allowed }
  expect(pods(runOf(), [...losing('ingester-0'), pod(0, 'ready'), died])).toEqual({
    check: 'pods',
    verdict: 'valid',
    summary: '0 of 1 pod died unasked, 0 of a fault; 1 death that a step allows',
    evidence: [],
  })
})

test('a pod that a step may lose and does not is told of, and is no fault', () => {
  const died = { ...pod(10, 'died', 'exit 2'), allowedBy: 'ingester-0' }
  const { verdict, summary } = pods(runOf(), [...losing('ingester-0', 'ingester-1'), pod(0, 'ready'), died])
  expect([verdict, summary]).toEqual([
    'valid',
    '0 of 1 pod died unasked, 0 of a fault; 1 death that a step allows; "fill its memory" might have lost ingester-1, and did not',
  ])
})

test('invalid: it died in another step than the one that may lose it', () => {
  const died = pod(200, 'died', 'exit 2')
  expect(pods(runOf(), [...losing('ingester-0'), ...step(100, 300), pod(0, 'ready'), died])).toMatchObject({
    verdict: 'invalid',
    summary: '1 of 1 pod died unasked, 0 of a fault; "fill its memory" might have lost ingester-0, and did not',
  })
})

test('valid: looks that fail for 5 s are no more than slow ones', () => {
  expect(pods(runOf(), [pod(0, 'ready'), ...unwatched(1000, 6000, ['ingester-0'])])).toEqual({
    check: 'pods',
    verdict: 'valid',
    summary: '0 of 1 pod died unasked, 0 of a fault',
    evidence: [],
  })
})

test('measurement uncertainty: nobody looked for longer, and every pod is still there with its count of starts', () => {
  const uncertainty =
    'measurement uncertainty: 2 periods of up to 8.000 s in which nobody saw the pods, so that a death is told late (during step "roll zone-a"): no answer'
  const looks = [...unwatched(1000, 9000, []), ...unwatched(20_000, 26_000, [])]
  expect(pods(runOf(), [...step(0, 10_000), pod(0, 'ready'), ...looks])).toEqual({
    check: 'pods',
    verdict: 'valid',
    summary: `0 of 1 pod died unasked, 0 of a fault; ${uncertainty}`,
    uncertainty,
    evidence: [],
  })
})

test('unknown: a pod ended while nobody looked, or nobody looked again', () => {
  const told = (events: HistoryEvent[]) => {
    const { verdict, evidence } = pods(runOf(), [pod(0, 'ready'), ...events])
    return [verdict, ...evidence.map(e => e.text)]
  }
  expect(told(unwatched(1000, 9000, ['ingester-0']))).toEqual([
    'unknown',
    'nobody saw the pods from 12:00:01.000 to 12:00:09.000, 8.000 s, outside every step and fault, and ingester-0 ended or started more than once in it: no answer',
  ])
  expect(told(unwatched(1000, 9000))).toEqual([
    'unknown',
    'nobody saw the pods from 12:00:01.000 to 12:00:08.000, 7.000 s, outside every step and fault, and never again: no answer',
  ])
})

test('what nobody saw after the end of the run is no part of it', () => {
  const end: HistoryEvent = { type: 'end', at: at(500), outcome: 'completed' }
  expect(pods(runOf(), [pod(0, 'ready'), end, ...unwatched(1000, 9000)]).verdict).toBe('valid')
})
