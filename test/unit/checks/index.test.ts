import { expect, test } from 'vitest'
import { RequiredCoverage } from '../../../harness/history/run-info.ts'
import { judge } from '../../judged.ts'
import { all, allowing, at, end, fault, look, read, runOf, step, write } from './histories.ts'

const run = runOf({
  dataset: { ...runOf().dataset, tenants: ['tenant-a'], series: 2, stripes: 1 },
  objectives: allowing(2000),
  coverage: RequiredCoverage.parse({ operations: 2 }),
  ackedSamples: 4,
})
const events = [
  { type: 'pod', pod: 'ingester-0', component: 'ingester', phase: 'ready', at: at(0) } as const,
  write(0),
  write(1),
  ...step(1100, 1900),
  ...fault(1200, 1800),
  write(2),
  read(2050, [all([0, 2])], { path: 'final' }),
  look(2100, 'labels', { values: ['tenant-a'] }),
  end(3000),
]

test('a valid run: every check has its finding, and there is a row for each step and fault', () => {
  const { numbers, findings, ...rest } = judge(run, events)
  expect(rest).toMatchInlineSnapshot(`
    {
      "excludes": [
        {
          "bound": 1,
          "kind": "lost write requests",
          "unit": "ratio",
        },
        {
          "bound": 1,
          "kind": "lost write requests",
          "of": "tenant-a",
          "unit": "ratio",
        },
        {
          "bound": 1,
          "kind": "lost write requests",
          "of": "stripe 0 of tenant-a",
          "unit": "ratio",
        },
        {
          "bound": 1,
          "kind": "answers with wrong samples",
          "unit": "ratio",
        },
        {
          "bound": 1,
          "kind": "answers with what is not the tenant's own",
          "unit": "ratio",
        },
        {
          "bound": 1,
          "kind": "answers with what is not the tenant's own",
          "of": "tenant-a",
          "unit": "ratio",
        },
        {
          "bound": 3000,
          "kind": "gaps",
          "of": "writes",
          "unit": "ms",
        },
        {
          "bound": 1,
          "kind": "failed operations of a tenant",
          "of": "writes",
          "unit": "ratio",
        },
        {
          "bound": 2000,
          "kind": "gaps",
          "of": "labels",
          "unit": "ms",
        },
        {
          "bound": 1,
          "kind": "failed operations of a tenant",
          "of": "labels",
          "unit": "ratio",
        },
        {
          "bound": 3600,
          "kind": "deaths of a pod",
          "unit": "per_hour",
        },
      ],
      "faults": [
        {
          "id": "kill-pod#1",
          "kind": "kill-pod",
          "outcome": "recovered",
          "pods": [
            "ingester-0",
          ],
          "proof": "pid 7 is gone; ingester-0 is ACTIVE",
        },
      ],
      "misprints": [],
      "steps": [
        {
          "outcome": "done",
          "seconds": 0.8,
          "step": "roll zone-a",
        },
      ],
      "verdict": "valid",
    }
  `)
  expect(findings.map(f => `${f.check} ${f.verdict}: ${f.summary}`)).toMatchInlineSnapshot(`
    [
      "loss valid: 0 of 6 acked samples lost: each was read at least once after its ack; 0 absent in 1 read",
      "isolation valid: 2 answers of 1 tenant, no foreign series; with one tenant alone, whether it could read of another was not tried",
      "availability valid: 0 windows of downtime beyond what is allowed (writes 2.000 s; labels 2.000 s); longest time between successes 1.000 s (writes of tenant-a); 0 of 4 operations failed; with retries each succeeded within 20 ms",
      "faults valid: 1 of 1 fault proved effective and recovered",
      "pods valid: 0 of 1 pod died unasked, 0 of a fault",
      "coverage valid: the scenario ran to its end and saw enough: at least 4 acked samples, 2 successful operations per tenant and path, 0 steps and 0 faults",
    ]
  `)
  expect(numbers.acked_samples).toBe(6)
})

test('the same history gives the same judgement', () => {
  expect(judge(run, structuredClone(events))).toEqual(judge(run, events))
})

test('a fault that the command line asked for says how', () => {
  const requested = fault(0, 3000).map(e => (e.type === 'fault' ? { ...e, requested: 'kill-pod@2' } : e))
  expect(judge(runOf(), requested).faults).toMatchObject([{ id: 'kill-pod#1', requested: 'kill-pod@2' }])
})

test('a step that never ended lasted until the last thing that happened', () => {
  const open = [
    ...events.filter(e => e.type !== 'end'),
    { type: 'step', step: 'wait', phase: 'begin', at: at(500) } as const,
  ]
  expect(judge(run, open).steps.at(-1)).toEqual({ step: 'wait', outcome: 'unfinished', seconds: 1.62 })
})

test('a check that throws is unknown and says why, and the others still judge', () => {
  const broken = { ...events[1], ticks: [0, 2 ** 53] } as (typeof events)[1]
  const { verdict, findings } = judge(run, [...events, broken!])
  expect(verdict).toBe('unknown')
  expect(findings.map(f => `${f.check} ${f.verdict}: ${f.summary}`)).toMatchInlineSnapshot(`
    [
      "loss unknown: the check itself failed: Invalid typed array length: 9007199254740992",
      "isolation valid: 2 answers of 1 tenant, no foreign series; with one tenant alone, whether it could read of another was not tried",
      "availability unknown: the check itself failed: Invalid array length",
      "faults valid: 1 of 1 fault proved effective and recovered",
      "pods valid: 0 of 1 pod died unasked, 0 of a fault",
      "coverage unknown: the check itself failed: Invalid array length",
      "numbers unknown: the check itself failed: Invalid typed array length: 9007199254740992",
    ]
  `)
})
