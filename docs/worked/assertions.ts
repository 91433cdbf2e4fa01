import type { Assertion, AssertionEvent } from '../../harness/history/assertion.ts'
import { all, at, end, fault, read, runOf, write } from '../../test/unit/checks/histories.ts'
import type { Worked } from './worked.ts'

const failed: Assertion = {
  id: 'requests-failed',
  asserts: 'no request of a client gets a 5xx',
  expr: 'failed[$window]',
  bound: { most: 0 },
  pods: '{component="distributor"}',
  paths: ['writes'],
}
const received: Assertion = {
  id: 'samples-not-received',
  asserts: 'distributors have received every acked sample',
  expr: 'received[$run]',
  bound: { least: 'acked samples', times: 1, by: 'user' },
  pods: '{component="distributor"}',
  onlyWith: ['loss'],
  paths: [],
  tenant: 'user',
}

const dataset = { ...runOf().dataset, tenants: ['tenant-a'], series: 2, stripes: 1 }
const of = (...assertions: Assertion[]) => runOf({ dataset, assertions })

const answer = (assertion: string, expr: string, changes: Partial<AssertionEvent>): AssertionEvent => ({
  type: 'assertion',
  assertion,
  at: at(30_000),
  expr,
  from: at(0),
  to: at(20_000),
  series: 1,
  moments: 21,
  beyond: [],
  values: [],
  unseen: [],
  ...changes,
})
const failures = (...seconds: number[]) =>
  answer('requests-failed', 'failed[2s]', {
    step: 1000,
    window: 2000,
    beyond: [
      {
        labels: { job: 'distributor', route: 'api_v1_push' },
        points: seconds.map((s): [number, number] => [at(1000 * s), 2]),
      },
    ],
  })
const count = (value: number, changes: Partial<AssertionEvent> = {}) =>
  answer('samples-not-received', 'received[40s]', { values: [{ labels: { user: 'tenant-a' }, value }], ...changes })

const written = [0, 1, 2, 3].map(tick => write(tick))
const finalRead = (...ticks: [number, number][]) => read(29_000, [all(...ticks)], { path: 'final' })

export const assertionRules: Worked[] = [
  {
    rule: 'A constant bound',
    what: 'A route answers 5xx in a fault. That is what the fault is for, and clients have objectives for it.',
    run: of(failed),
    history: [...fault(7000, 13_000), failures(8, 9), end(31_000)],
    check: 'assertions',
    verdict: 'valid',
  },
  {
    rule: 'A constant bound',
    what: 'The same, and 5 s before the fault as well.',
    run: of(failed),
    history: [...fault(7000, 13_000), failures(2, 8, 9), end(31_000)],
    check: 'assertions',
    verdict: 'invalid',
  },
  {
    rule: 'What clients know',
    what: 'A distributor dies, and what it received in its last 900 ms no scrape has seen. What was acked then may be missing in the count.',
    run: of(received),
    history: [
      ...written,
      count(6, { unseen: [{ pod: 'distributor-0', from: at(1005), to: at(1905) }] }),
      finalRead([0, 3]),
      end(31_000),
    ],
    check: 'assertions',
    verdict: 'valid',
  },
  {
    rule: 'What clients know',
    what: 'No pod dies, and samples that were acked were never counted. They can not be read either.',
    run: of(received),
    history: [...written, count(6), finalRead([0, 2]), end(31_000)],
    check: 'assertions',
    verdict: 'invalid',
    besides: [['loss', 'invalid']],
  },
  {
    rule: 'Counted by nobody else',
    what: 'The same count, and every sample can be read: nobody can tell which is right.',
    run: of(received),
    history: [...written, count(6), finalRead([0, 3]), end(31_000)],
    check: 'assertions',
    verdict: 'unknown',
    besides: [['loss', 'valid']],
  },
  {
    rule: 'Not answered',
    what: 'No pod has the metric, as where its name is misspelt.',
    run: of(failed),
    history: [
      answer('requests-failed', 'failed[2s]', { series: 0, moments: 0, step: 1000, window: 2000 }),
      end(31_000),
    ],
    check: 'assertions',
    verdict: 'unknown',
  },
]
