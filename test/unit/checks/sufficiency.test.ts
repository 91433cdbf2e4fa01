import { expect, test } from 'vitest'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { RequiredCoverage } from '../../../harness/history/run-info.ts'
import { coverage } from '../../judged.ts'
import { all, at, end, fault, look, read, runOf, steady, step, write } from './histories.ts'

const run = runOf({
  ackedSamples: 4,
  dataset: { ...runOf().dataset, tenants: ['tenant-a'], series: 2, stripes: 1 },
  spacing: { labels: 100 },
  coverage: RequiredCoverage.parse({
    operations: 2,
    faults: ['kill-pod'],
    steps: ['scale up', 'scale down'],
  }),
})
const load = [
  write(0),
  write(3),
  look(500, 'labels'),
  look(2600, 'labels'),
  read(3100, [all([0, 0], [3, 3])], { path: 'final' }),
]
const course = [...step(0, 1000, 'scale up'), ...fault(1000, 1500), ...step(2000, 3000, 'scale down')]

const textsOf = (events: Parameters<typeof coverage>[1]) => coverage(run, events).evidence.map(e => e.text)

test('valid: says what was asked for', () => {
  expect(coverage(run, [...load, ...course, end(5000)])).toMatchInlineSnapshot(`
    {
      "check": "coverage",
      "evidence": [],
      "summary": "the scenario ran to its end and saw enough: at least 4 acked samples, 2 successful operations per tenant and path, 2 steps and 1 fault",
      "verdict": "valid",
    }
  `)
})

test('unknown: nothing happened', () => {
  expect(coverage(run, [])).toMatchInlineSnapshot(`
    {
      "check": "coverage",
      "evidence": [
        {
          "kind": "end",
          "text": "the history has no end: the harness was killed",
        },
        {
          "kind": "step",
          "text": ""scale up" did not run",
        },
        {
          "kind": "step",
          "text": ""scale down" did not run",
        },
        {
          "kind": "fault",
          "text": "kill-pod was declared, and none was proved effective",
        },
        {
          "kind": "operations",
          "tenant": "tenant-a",
          "text": "writes of tenant-a: 0 successful operations; expected at least 2",
        },
        {
          "kind": "operations",
          "tenant": "tenant-a",
          "text": "labels of tenant-a: 0 successful operations; expected at least 2",
        },
        {
          "kind": "samples",
          "text": "0 acked samples; expected at least 4",
        },
      ],
      "summary": "7 things missing for a verdict",
      "verdict": "unknown",
    }
  `)
})

test('unknown: the scenario did not run to its end', () => {
  expect(
    textsOf([...load, ...course, { type: 'end', at: at(5), outcome: 'aborted', detail: 'gate failed' }]),
  ).toMatchInlineSnapshot(`
    [
      "the scenario was aborted: gate failed",
    ]
  `)
})

test('a step that a fault broke off names the fault, which has its own finding, and says no more; nor does the end', () => {
  const detail = 'the log was not replayed'
  const broken: HistoryEvent[] = [
    { type: 'step', step: 'scale down', phase: 'begin', at: at(2) },
    { type: 'fault', id: 'kill-pod#2', kind: 'kill-pod', pods: [], phase: 'effective', at: at(3), detail: 'gone' },
    { type: 'fault', id: 'kill-pod#2', kind: 'kill-pod', pods: [], phase: 'failed', at: at(4), detail },
    { type: 'step', step: 'scale down', phase: 'failed', at: at(4), detail },
    { type: 'end', at: at(5000), outcome: 'aborted', detail },
  ]
  expect(textsOf([...load, ...broken]).filter(text => /scale down|log|kill-pod#2/.test(text))).toEqual([
    '"scale down" failed: kill-pod#2 was not recovered',
  ])
})

test('unknown: steps that failed, were skipped, never ended or came in another order', () => {
  const steps = [
    { type: 'step', step: 'scale up', phase: 'skipped', at: at(0), detail: 'version has none' },
    { type: 'step', step: 'scale down', phase: 'begin', at: at(1) },
    { type: 'step', step: 'scale down', phase: 'failed', at: at(2), detail: 'timed out' },
    { type: 'step', step: 'clean up', phase: 'begin', at: at(3) },
    { type: 'step', step: 'optional', phase: 'skipped', at: at(4), detail: 'not on this provider' },
  ] as const
  expect(textsOf([...load, ...steps, ...fault(1000, 1010), end(5000)])).toMatchInlineSnapshot(`
    [
      ""scale up" was skipped: version has none",
      ""scale down" failed: timed out",
      ""clean up" was unfinished: no reason was recorded",
    ]
  `)
  const swapped = [...step(0, 10, 'scale down'), ...step(20, 30, 'scale up')]
  expect(textsOf([...load, ...swapped, ...fault(1000, 1010), end(5000)])).toMatchInlineSnapshot(`
    [
      "steps ran as scale down, scale up; expected scale up, scale down",
    ]
  `)
})

test('unknown: a fault without proof of effect is none', () => {
  expect(
    textsOf([...load, ...course.filter(e => e.type !== 'fault'), ...fault(1000, 1050).slice(0, 1), end(5000)]),
  ).toMatchInlineSnapshot(`
    [
      "kill-pod was declared, and none was proved effective",
    ]
  `)
})

test('unknown: what was acked and not read at the end', () => {
  const part = read(3100, [all([0, 0])], { path: 'final', window: { from: at(-1), to: at(0) } })
  expect(textsOf([...load.slice(0, -1), ...course, end(5000)])).toMatchInlineSnapshot(`
    [
      "tenant-a stripe 0: 4 acked samples covered by no successful final read",
    ]
  `)
  expect(textsOf([...load.slice(0, -1), part, ...course, end(5000)])).toMatchInlineSnapshot(`
    [
      "tenant-a stripe 0: 2 acked samples covered by no successful final read",
    ]
  `)
})

test('unknown: too few cross-tenant reads, but of one tenant alone none are asked for', () => {
  const two = runOf({ spacing: { 'cross-tenant': 2000 }, ackedSamples: 0 })
  const one = { ...two, dataset: run.dataset, tenants: run.tenants }
  const missing = (asked: typeof run) => coverage(asked, [end(5000)]).evidence.map(e => e.text)
  expect(missing(two)).toEqual([
    'writes of tenant-a: 0 successful operations; expected at least 3',
    'writes of tenant-b: 0 successful operations; expected at least 3',
    'cross-tenant of tenant-a: 0 successful operations; expected at least 3',
    'cross-tenant of tenant-b: 0 successful operations; expected at least 3',
  ])
  expect(missing(one)).toEqual(['writes of tenant-a: 0 successful operations; expected at least 3'])
})

test('unknown: a read from blocks alone that was asked for and did not succeed', () => {
  const wanted = { ...run, storeRead: true }
  const failed = read(3200, [], { path: 'blocks-only', outcome: 'failed', status: 500 })
  const missing = (events: Parameters<typeof coverage>[1]) => coverage(wanted, events).evidence.map(e => e.text)
  expect(missing([...load, failed, ...course, end(5000)])).toEqual([
    'tenant-a stripe 0: 4 acked samples covered by no successful blocks-only read',
  ])
  const whole = read(3200, [all([0, 0], [3, 3])], { path: 'blocks-only' })
  expect(missing([...load, failed, whole, ...course, end(5000)])).toEqual([])
})

test('unknown: a step applied what was true already, and did not say so beforehand', () => {
  const apply = (unchanged: boolean): HistoryEvent => ({ type: 'apply', at: at(500), changes: [], unchanged })
  expect(textsOf([...load, apply(false), ...course, end(5000)])).toEqual([
    '"scale up" changed no pod, route or override at 12:00:00.500',
  ])
  expect(textsOf([...load, apply(true), ...course, end(5000)])).toEqual([])
})

test('unknown: a stream that does not cover the fault', () => {
  const early = load.filter(e => e.type !== 'read' || e.path !== 'labels' || e.start < at(1000))
  expect(textsOf([...early, look(600, 'labels'), ...course, end(5000)])).toEqual([
    'labels of tenant-a: good from 12:00:00.500 to 12:00:00.620; expected from before the first disturbance at 12:00:01.000 to after the last recovery at 12:00:01.500',
  ])
})

test.each<[string, HistoryEvent[], string[]]>([
  ['as long as was asked for', steady(5000), []],
  ['missing', [], ['there was no steady state; expected 5 s of it']],
  ['too short', steady(4000), ['the steady state lasted 4.000 s; expected 5 s']],
  [
    'not over when the first step began',
    [...steady(5000), ...step(4999, 7000, 'scale up')],
    ['"scale up" began before the steady state was over'],
  ],
])('the steady state: %s', (_, events, texts) => {
  const { evidence } = coverage({ ...run, steadyState: 5 }, events)
  expect(evidence.filter(e => e.kind === 'steady').map(e => e.text)).toEqual(texts)
})
