import { describe, expect, test } from 'vitest'
import { assertions, assertionsExclude } from '../../../harness/checks/assertions.ts'
import type { Assertion, AssertionEvent } from '../../../harness/history/assertion.ts'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import type { Finding } from '../../../harness/history/verdict.ts'
import { ackedSamples } from '../../../harness/mimir/signals/ledger/acked-samples.ts'
import { allowing, at, fault, runOf, step, write } from './histories.ts'

const failed: Assertion = {
  id: 'requests-failed',
  asserts: 'no request gets a 5xx',
  expr: 'failed[$window]',
  bound: { most: 0 },
  pods: '{component="distributor"}',
  paths: ['writes'],
}
const received: Assertion = {
  id: 'samples-received',
  asserts: 'distributors have received every acked sample',
  expr: 'received[$run:1s]',
  bound: { least: 'acked samples', times: 1, by: 'user' },
  pods: '{component="distributor"}',
  onlyWith: ['loss'],
  paths: [],
  tenant: 'user',
}

const answer = (changes: Partial<AssertionEvent>): AssertionEvent => ({
  type: 'assertion',
  assertion: 'requests-failed',
  at: at(30_000),
  expr: 'failed[5s]',
  from: at(0),
  to: at(20_000),
  step: 1000,
  window: 5000,
  series: 1,
  moments: 20,
  beyond: [],
  values: [],
  unseen: [],
  ...changes,
})

/** 5xx of one route as seen at these seconds. */
const at5xx = (...seconds: number[]) => ({
  beyond: [{ labels: { job: 'd', route: 'push' }, points: seconds.map((s): [number, number] => [at(s * 1000), 2]) }],
})

const judged = (wanted: Assertion, events: readonly HistoryEvent[], others: Finding[] = [], changes = {}) =>
  assertions(runOf({ assertions: [wanted], ...changes }), events, { 'acked samples': ackedSamples }, others)

test('a run that asserts nothing has no such finding', () => {
  expect(assertions(runOf(), [], {}, [])).toBeUndefined()
})

describe('a constant bound', () => {
  test('valid: no value is beyond it', () => {
    expect(judged(failed, [answer({})])).toEqual({
      check: 'assertions',
      verdict: 'valid',
      summary: '1 of 1 assertion in PromQL met',
      evidence: [],
    })
  })

  test('invalid by itself outside of faults', () => {
    expect(judged(failed, [...step(0, 60_000, 'roll'), answer(at5xx(10, 11, 12))])).toEqual({
      check: 'assertions',
      verdict: 'invalid',
      summary: '0 of 1 assertion in PromQL met',
      evidence: [
        {
          kind: 'assertion',
          text: 'requests-failed (no request gets a 5xx): 2, expected at most 0 of job d, route push, from 12:00:10.000 on; during step "roll"; failed[5s]',
          from: at(10_000),
          to: at(12_000),
          data: { assertion: 'requests-failed', value: 2, bound: 0 },
        },
      ],
    })
  })

  test('what an answer that looks back at a fault shows is the fault', () => {
    const duringFault = [...fault(7000, 13_000), answer(at5xx(7, 10, 15, 20))]
    expect(judged(failed, duringFault)?.verdict).toBe('valid')
    // Fails just before the fault, and just after its tail of 2 s: one answer of each looks at nothing else.
    expect(judged(failed, [...fault(7000, 13_000), answer(at5xx(6))])?.verdict).toBe('invalid')
    expect(judged(failed, [...fault(7000, 13_000), answer(at5xx(21))])?.verdict).toBe('invalid')
  })

  test('a step that demands less of one of its paths, or may lose pods, is no matter of it', () => {
    const less = allowing(200, { steps: { roll: { because: 'x', writes: { errorRatio: 0.1 } } } }, ['roll'])
    const events = [...step(8000, 14_000, 'roll'), answer(at5xx(10))]
    expect(judged(failed, events, [], { objectives: less })?.verdict).toBe('valid')
    expect(judged({ ...failed, paths: ['instant'] }, events, [], { objectives: less })?.verdict).toBe('invalid')
    const [begin, ...rest] = step(8000, 14_000, 'roll')
    expect(
      judged(failed, [{ ...begin!, mayDie: ['querier-0'] } as HistoryEvent, ...rest, answer(at5xx(10))])?.verdict,
    ).toBe('valid')
  })

  test('what a pod breaks off while it is stopped is no failure of its own', () => {
    const pod = (phase: 'stopping' | 'exited', ms: number): HistoryEvent => ({
      type: 'pod',
      pod: 'store-0',
      component: 'store',
      phase,
      at: at(ms),
    })
    const stopped = [pod('stopping', 9500), pod('exited', 11_000)]
    const of = (name: string) => ({
      beyond: [{ labels: { pod: name }, points: [[at(10_000), 2] as [number, number]] }],
    })
    expect(judged(failed, [...stopped, answer(of('store-0'))])?.verdict).toBe('valid')
    expect(judged(failed, [...stopped, answer(of('store-1'))])?.verdict).toBe('invalid')
    expect(judged(failed, [answer(of('store-0'))])?.verdict).toBe('invalid')
  })

  test('a tenant that expects limits is not judged', () => {
    const refused = { beyond: [{ labels: { user: 'tenant-b' }, points: [[at(9000), 1] as [number, number]] }] }
    const wanted = { ...failed, tenant: 'user' }
    const roles = { 'tenant-b': { expectsLimits: true } }
    expect(judged(wanted, [answer(refused)], [], { roles })?.verdict).toBe('valid')
    expect(judged(wanted, [answer(refused)])?.evidence).toMatchObject([{ tenant: 'tenant-b' }])
  })
})

describe('a bound that clients know', () => {
  // Two series a stripe: 8 acked samples of tenant-a, 2 of them on their way from 1.000 to 1.010.
  const writes = [0, 1, 2, 3].map(tick => write(tick))
  const counted = (value: number, more: Partial<AssertionEvent> = {}) =>
    answer({
      assertion: 'samples-received',
      expr: 'received[40s:1s]',
      moments: 1,
      values: [{ labels: { user: 'tenant-a' }, value }],
      ...more,
    })
  const lost: Finding = {
    check: 'loss',
    verdict: 'invalid',
    summary: '',
    evidence: [{ kind: 'lost', text: '', tenant: 'tenant-a' }],
  }

  test('valid: as many were counted as acked', () => {
    expect(judged(received, [...writes, counted(8)])?.verdict).toBe('valid')
  })

  test('unknown where the ledger has lost nothing, with how many are short', () => {
    expect(judged(received, [...writes, counted(5)])).toEqual({
      check: 'assertions',
      verdict: 'unknown',
      summary: '0 of 1 assertion in PromQL met',
      evidence: [
        {
          kind: 'assertion',
          text: 'samples-received (distributors have received every acked sample): 5 of user tenant-a, expected at least 8 (acked samples): 3 short; received[40s:1s]; no proof, since loss found nothing',
          data: { assertion: 'samples-received', value: 5, bound: 8 },
          tenant: 'tenant-a',
        },
      ],
    })
  })

  test('invalid where the ledger has lost samples of the same tenant, too', () => {
    expect(judged(received, [...writes, counted(5)], [lost])?.verdict).toBe('invalid')
    const others = { ...lost, evidence: [{ kind: 'lost', text: '', tenant: 'tenant-b' }] }
    expect(judged(received, [...writes, counted(5)], [others])?.verdict).toBe('unknown')
  })

  test('what a pod that died may have counted unseen weakens the bound, and no more', () => {
    const unseen = [{ pod: 'distributor-0', from: at(1005), to: at(1900) }]
    expect(judged(received, [...writes, counted(6, { unseen })])?.verdict).toBe('valid')
    expect(judged(received, [...writes, counted(5, { unseen })], [lost])?.evidence[0]?.text).toBe(
      'samples-received (distributors have received every acked sample): 5 of user tenant-a, expected at least 6 (acked samples), without what was acked in 895 ms that no scrape of a pod saw: 1 short; received[40s:1s]',
    )
  })

  test('a valid one says which share could be missing unseen', () => {
    const run = runOf({ assertions: [received] })
    expect(assertionsExclude(run, [...writes, counted(10)], { 'acked samples': ackedSamples })).toEqual([
      { kind: 'acked samples beyond what "samples-received" counts', unit: 'ratio', bound: 1, of: 'tenant-b' },
    ])
    const both = [
      { labels: { user: 'tenant-a' }, value: 10 },
      { labels: { user: 'tenant-b' }, value: 50 },
    ]
    const written = [...writes, ...Array.from({ length: 25 }, (_, tick) => write(tick, { tenant: 1 }))]
    expect(
      assertionsExclude(run, [...written, counted(0, { values: both })], { 'acked samples': ackedSamples }),
    ).toEqual([
      { kind: 'acked samples beyond what "samples-received" counts', unit: 'ratio', bound: 0.3, of: 'tenant-a' },
    ])
  })
})

test.each([
  ['it was not asked', []],
  ['no series answers failed[5s]', [answer({ series: 0, moments: 0 })]],
  ['it could not be asked: timed out', [answer({ error: 'timed out', moments: 0 })]],
])('unknown: %s', (why, events) => {
  expect(judged(failed, events)).toMatchObject({
    verdict: 'unknown',
    evidence: [{ text: `requests-failed (no request gets a 5xx); ${why}` }],
  })
})

test('unknown: all of its time was in a fault', () => {
  expect(judged(failed, [...fault(-8000, 40_000), answer({})])).toMatchObject({
    verdict: 'unknown',
    evidence: [
      {
        text: 'requests-failed (no request gets a 5xx); all of its time was in faults, or in steps that demand less',
      },
    ],
  })
})

test('a constant bound excludes what happens often enough to be seen in the time that is judged', () => {
  const run = runOf({ assertions: [failed] })
  const excluded = (...events: HistoryEvent[]) => assertionsExclude(run, events, {})
  const kind = 'seconds in which an assertion is not met'
  expect(excluded(answer({}))).toEqual([{ kind, unit: 'per_hour', bound: 540 }])
  // 7 of 21 s are before the fault, and none is so late after it that it does not look back at it.
  expect(excluded(...fault(7000, 13_000), answer({}))).toEqual([{ kind, unit: 'per_hour', bound: 1540 }])
})
