import { expect, test } from 'vitest'
import { availability } from '../../../harness/checks/availability.ts'
import { coverage } from '../../../harness/checks/coverage.ts'
import { StreamCoverage } from '../../../harness/checks/stream-coverage.ts'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { RequiredCoverage } from '../../../harness/history/run-info.ts'
import { loss } from '../../../harness/mimir/signals/ledger/loss.ts'
import { sampleTotals } from '../../../harness/mimir/signals/ledger/sample-totals.ts'
import { signals, streams } from '../../judged.ts'
import { all, allowing, end, fault, look, read, runOf, write } from './histories.ts'

/** Tenants that differ: tenant-a expects limits in one run and not in the other. */
const usual = runOf({
  dataset: { ...runOf().dataset, tenants: ['tenant-a'], stripes: 1 },
  spacing: { writes: 1000, instant: 1000 },
  objectives: allowing(2000),
  coverage: RequiredCoverage.parse({ operations: 1 }),
  ackedSamples: 1,
})
const expecting = { ...usual, roles: { 'tenant-a': { expectsLimits: true } } }

const limited = (tick: number) =>
  write(tick, { outcome: 'limited', status: 429, error: 'the request has been rejected' })
/** One sample a second, every third of which is limited; of those the first was stored all the same. */
const writes = Array.from({ length: 9 }, (_, tick) => (tick % 3 === 1 ? limited(tick) : write(tick)))
const events: HistoryEvent[] = [
  ...writes,
  ...[900, 1900, 2900].map(ms => look(ms, 'instant')),
  read(9500, [all([0, 3], [5, 6], [8, 8])], { path: 'final' }),
  end(10_000),
]

test('a limited request has failed, unless the role of its tenant expects that', () => {
  const { verdict, evidence } = availability(usual, events, streams)
  expect([verdict, evidence.map(e => e.text)]).toEqual([
    'invalid',
    [
      'writes of tenant-a: 3 of 9 operations failed outside of any window, most often "429 the request has been rejected" (3); first at 12:00:01.000, outside every step and fault',
    ],
  ])
  expect(availability(expecting, events, streams)).toMatchObject({ verdict: 'valid', evidence: [] })
})

test('so has a limited read', () => {
  const reads = [...events, look(3900, 'instant', { outcome: 'limited', status: 429, error: 'too many requests' })]
  expect(availability(usual, reads, streams).evidence.map(e => e.data?.path)).toEqual(['writes', 'instant'])
  expect(availability(expecting, reads, streams).verdict).toBe('valid')
})

test('a limited sample is never lost, stored or not', () => {
  for (const run of [usual, expecting]) {
    expect(loss(run, events)).toMatchObject({ verdict: 'valid', evidence: [] })
    expect(sampleTotals(run, events).samples).toMatchObject({
      acked: 24,
      rejected: 0,
      limited: 12,
      limited_stored: 4,
      unknown: 0,
      lost: 0,
      phantom: 0,
    })
  }
})

test('an acked sample of a tenant that expects limits is lost as any other', () => {
  const gone = [...writes, read(9500, [all([0, 3], [5, 5], [8, 8])], { path: 'final' }), end(10_000)]
  expect(loss(expecting, gone)).toMatchObject({ verdict: 'invalid', evidence: [{ kind: 'lost', tenant: 'tenant-a' }] })
})

test('unknown: limits were expected, and none was met', () => {
  const unlimited = [...events.filter(e => e.type !== 'write' || e.outcome !== 'limited')]
  expect([coverage(usual, unlimited, signals).verdict, coverage(expecting, events, signals).verdict]).toEqual([
    'valid',
    'valid',
  ])
  expect(coverage(expecting, unlimited, signals)).toEqual({
    check: 'coverage',
    verdict: 'unknown',
    summary: '1 thing missing for a verdict',
    evidence: [
      { kind: 'limits', text: 'tenant-a expects limits, and no request of it was limited', tenant: 'tenant-a' },
    ],
  })
})

test('a limited write covers the time of a fault only where it is expected', () => {
  const covers = (run: typeof usual) => {
    const coverage = new StreamCoverage({ ...run, spacing: {} }, streams)
    for (const event of [write(0), limited(5), ...fault(1000, 4000)]) coverage.add(event)
    return coverage.uncovered.map(u => u.part)
  }
  expect([covers(usual), covers(expecting)]).toEqual([['writes of tenant-a, stripe 0'], []])
})

test('a tenant has the objectives of its role, and the resolution of its own stripes', () => {
  const two = runOf({
    dataset: { ...runOf().dataset, own: { 'tenant-b': { series: 1, stripes: 1 } } },
    spacing: { writes: 500 },
    tenantSpacing: { 'tenant-b': { writes: 1000 } },
    objectives: allowing(2000, {}, [], [{ name: 'tenant-a', demands: { writes: 1200 } }]),
  })
  const each = (tenant: number, ticks: number[], stripes: number[]) =>
    ticks.flatMap(tick => stripes.map(stripe => write(tick, { tenant, stripe })))
  // Both miss the second from 2 s on: tenant-a, with two stripes, is 1,500 ms without a success, and tenant-b 2,000.
  const history = [...each(0, [0, 1, 3, 4], [0, 1]), ...each(1, [0, 1, 3, 4], [0])].sort((a, b) => a.due - b.due)
  const gaps = availability(two, history, streams).evidence.filter(e => e.kind === 'unobserved')
  expect(gaps.map(e => [e.tenant, e.text.match(/[\d.]+ m?s allowed/)?.[0]])).toEqual([['tenant-a', '1.200 s allowed']])
})
