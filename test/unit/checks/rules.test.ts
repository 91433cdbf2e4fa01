import { expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { rules } from '../../judged.ts'
import { at, fault, look, runOf, steady } from './histories.ts'

const run = runOf({ rule: { record: 'gauntlet:sum', interval: 1 } })
const evaluations = (ms: number, ...times: number[]) => look(ms, 'rules', { values: times.map(at) })

test('valid: the longest time between two evaluations, over all answers', () => {
  expect(rules(run, [evaluations(5000, 1000, 3000), evaluations(2000, 1000, 2000)])).toMatchInlineSnapshot(`
    {
      "check": "rules",
      "evidence": [],
      "summary": "3 evaluations of gauntlet:sum, 0 skipped, 0 values checked, 2.000 s apart at most, 6.500 s allowed",
      "verdict": "valid",
    }
  `)
})

test('invalid: a gap', () => {
  expect(rules(run, [...fault(3000, 5000), evaluations(10_000, 1000, 2000, 9000)])).toMatchInlineSnapshot(`
    {
      "check": "rules",
      "evidence": [
        {
          "data": {
            "allowedMs": 6500,
            "gapMs": 7000,
          },
          "from": 1893499202000,
          "kind": "gap",
          "tenant": "tenant-a",
          "text": "gauntlet:sum of tenant-a: not evaluated from 12:00:02.000 to 12:00:09.000, 7.000 s; during fault kill-pod#1 on ingester-0",
          "to": 1893499209000,
        },
      ],
      "summary": "3 evaluations of gauntlet:sum, 6 skipped, 0 values checked, 7.000 s apart at most, 6.500 s allowed",
      "verdict": "invalid",
    }
  `)
})

test('invalid: evaluations stopped and never came back', () => {
  expect(rules(run, [evaluations(3000, 1000, 2000), evaluations(9000, 1000, 2000)])?.evidence).toMatchInlineSnapshot(`
    [
      {
        "data": {
          "allowedMs": 6500,
          "gapMs": 7000,
        },
        "from": 1893499202000,
        "kind": "gap",
        "tenant": "tenant-a",
        "text": "gauntlet:sum of tenant-a: not evaluated from 12:00:02.000 to 12:00:09.000, 7.000 s; outside every step and fault",
        "to": 1893499209000,
      },
    ]
  `)
})

test('unknown: none was seen, of anybody or of one tenant', () => {
  expect(rules(run, [])).toMatchInlineSnapshot(`
    {
      "check": "rules",
      "evidence": [],
      "summary": "no evaluation of gauntlet:sum was seen in 0 reads",
      "verdict": "unknown",
    }
  `)
  expect(rules(run, [evaluations(2000, 1000), look(2000, 'rules', { tenant: 1, values: [] })])).toMatchInlineSnapshot(`
    {
      "check": "rules",
      "evidence": [
        {
          "kind": "silent",
          "tenant": "tenant-b",
          "text": "no evaluation of gauntlet:sum of tenant-b was seen",
        },
      ],
      "summary": "1 evaluation of gauntlet:sum, 0 skipped, 0 values checked, 1.000 s apart at most, 6.500 s allowed",
      "verdict": "unknown",
    }
  `)
})

test('no rule, no finding', () => {
  expect(rules(runOf(), [evaluations(2000, 1000)])).toBeUndefined()
})

test('unknown: a gap in the steady state', () => {
  expect(rules(run, [...steady(9500), ...fault(9500, 9800), evaluations(10_000, 1000, 2000, 9000)])?.verdict).toBe(
    'unknown',
  )
})

/** Evaluations at each second of a stretch, as one read finds them. */
const everySecond = (from: number, to: number) =>
  evaluations(to + 500, ...Array.from({ length: (to - from) / 1000 + 1 }, (_, i) => from + 1000 * i))
/** What a ruler counted each second. */
const counted = (pod: string, from: number, ...values: number[]): HistoryEvent => ({
  type: 'metric',
  metric: 'rule evaluations',
  pod,
  tenant: 'tenant-a',
  points: values.map((value, i) => [at(from + 1000 * i + 100), value]),
})

test('two rulers in turns: nothing is done twice', () => {
  const events = [
    everySecond(1000, 10_000),
    // It counts from before the first sample, starts anew, and another one takes over.
    counted('ruler-0', 0, 3, 4, 5, 6, 1, 2, 3),
    counted('ruler-1', 7000, 1, 2, 3, 4),
  ]
  const { verdict, summary } = rules(run, events)!
  expect({ verdict, summary }).toMatchInlineSnapshot(`
    {
      "summary": "10 evaluations of gauntlet:sum, 0 skipped, 0 values checked, 1.000 s apart at most, 6.500 s allowed; 0 duplicate evaluations",
      "verdict": "valid",
    }
  `)
})

test('two rulers at once: told, and invalid beyond what the scenario allows', () => {
  const events = [
    everySecond(1000, 10_000),
    counted('ruler-0', 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    counted('ruler-1', 5000, 1, 2, 3),
  ]
  const judged = (ruleOverlap?: number) =>
    rules(
      {
        ...run,
        objectives: {
          ...run.objectives,
          allowances: ruleOverlap === undefined ? {} : { duplicateEvaluations: ruleOverlap },
        },
      },
      events,
    )!
  expect(judged()).toMatchInlineSnapshot(`
    {
      "check": "rules",
      "evidence": [],
      "summary": "10 evaluations of gauntlet:sum, 0 skipped, 0 values checked, 1.000 s apart at most, 6.500 s allowed; 3 duplicate evaluations",
      "verdict": "valid",
    }
  `)
  expect(judged(3000).verdict).toBe('valid')
  expect(judged(2000)).toMatchInlineSnapshot(`
    {
      "check": "rules",
      "evidence": [
        {
          "data": {
            "allowedMs": 2000,
            "overlapMs": 3000,
            "times": 3,
          },
          "kind": "duplicate-evaluations",
          "tenant": "tenant-a",
          "text": "gauntlet:sum of tenant-a: 3 duplicate evaluations, so rulers overlapped for 3.000 s, 2.000 s allowed",
        },
      ],
      "summary": "10 evaluations of gauntlet:sum, 0 skipped, 0 values checked, 1.000 s apart at most, 6.500 s allowed; 3 duplicate evaluations",
      "verdict": "invalid",
    }
  `)
})

test('two rulers at once at timestamps of their own, one of them killed before it was scraped', () => {
  const events = [
    everySecond(1000, 10_000),
    evaluations(10_500, 4400, 5400),
    counted('ruler-0', 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
  ]
  expect(rules(run, events)?.summary).toMatchInlineSnapshot(
    `"12 evaluations of gauntlet:sum, 0 skipped, 0 values checked, 1.000 s apart at most, 6.500 s allowed; 2 duplicate evaluations"`,
  )
})

test('unknown: an overlap is to be judged, and nobody counted', () => {
  const judged = rules({ ...run, objectives: { ...run.objectives, allowances: { duplicateEvaluations: 5000 } } }, [
    everySecond(1000, 10_000),
  ])
  expect(judged).toMatchInlineSnapshot(`
    {
      "check": "rules",
      "evidence": [
        {
          "kind": "uncounted",
          "tenant": "tenant-a",
          "text": "gauntlet:sum of tenant-a: what rulers counted was not recorded",
        },
      ],
      "summary": "10 evaluations of gauntlet:sum, 0 skipped, 0 values checked, 1.000 s apart at most, 6.500 s allowed",
      "verdict": "unknown",
    }
  `)
})
