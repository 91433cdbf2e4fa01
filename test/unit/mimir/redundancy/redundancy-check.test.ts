import { expect, test } from 'vitest'
import type { HistoryEvent } from '../../../../harness/history/events.ts'
import { loss } from '../../../../harness/mimir/signals/ledger/loss.ts'
import { redundancy, redundancyExcludes } from '../../../../harness/mimir/signals/redundancy/redundancy-check.ts'
import { all, at, NOON, only, runOf } from '../../checks/histories.ts'
import { history, pod, podOf, whole, zone, zones } from './zones.ts'

const run = runOf()

test('valid: each zone has each sample; what that excludes is told by zone', () => {
  const events = history(...zones.flatMap(z => zone(z, whole)))
  expect(redundancy(run, events)).toEqual({
    check: 'redundancy',
    verdict: 'valid',
    summary:
      '0 of 60 acked samples on fewer than 2 of 3 replicas; 0 missing in a zone that had to hold them (zone-a 60, zone-b 60, zone-c 60)',
    evidence: [],
  })
  expect(redundancyExcludes(run, events)).toEqual(
    zones.map(of => ({ kind: 'write requests that a zone lacks', unit: 'ratio', bound: 0.1, of })),
  )
})

test('invalid: a zone that was whole lacks samples; all of them are one piece of evidence', () => {
  const lacks = [only([0], [0, 9], [15, 29]), only([2], [0, 29])]
  const events = history(...zone('zone-a', whole), ...zone('zone-b', whole), ...zone('zone-c', lacks))
  expect(redundancy(run, events)).toEqual({
    check: 'redundancy',
    verdict: 'invalid',
    summary:
      '0 of 60 acked samples on fewer than 2 of 3 replicas; 5 missing in a zone that had to hold them (zone-a 60, zone-b 60, zone-c 60)',
    evidence: [
      {
        kind: 'missing',
        text: 'zone-c (ingester-zone-c-0) lacks 5 samples of 1 stripe of tenant-a, acked from 12:00:10.000 to 12:00:14.010: readable, but on 2 of 3 replicas (zone-a and zone-b); zone-c was whole when they were acked; outside every step and fault; e.g. 5 samples of tenant-a stripe 0, series 0',
        from: at(10_000),
        to: at(14_010),
        foundAt: at(60_000),
        tenant: 'tenant-a',
        data: { samples: 5, stripes: 1, tenants: 1, replicas: 2, lacks: ['zone-c'] },
      },
    ],
  })
})

test('invalid: a zone has other values than were acked; they are corrupt there, and not missing, whatever faults took', () => {
  const anomaly = { kind: 'corrupt', series: 0, tick: 10, expected: 71, got: '72' } as const
  const falsified = zone('zone-c', [only([0], [0, 9], [15, 29]), only([2], [0, 29])]).map(e =>
    e.type === 'zone-read' ? { ...e, wrong: [only([0], [10, 14])], anomalies: [anomaly] } : e,
  )
  const killed = [pod('zone-b', 12_000, 'killed'), pod('zone-b', 13_000, 'ready')]
  const events = history(...killed, ...zone('zone-a', whole), ...zone('zone-b', [all([0, 11], [13, 29])]), ...falsified)
  const finding = redundancy(run, events)!
  expect([finding.verdict, finding.summary, finding.evidence.map(e => [e.kind, e.text])]).toEqual([
    'invalid',
    '0 of 60 acked samples on fewer than 2 of 3 replicas; 0 missing in a zone that had to hold them (zone-a 60, zone-b 42, zone-c 60); 5 with another value in a zone; 1 not in each zone, by a fault or a restart',
    [
      [
        'corrupt',
        'zone-c (ingester-zone-c-0) has other values for 4 samples of 1 stripe of tenant-a, acked from 12:00:10.000 to 12:00:14.010: right on 2 of 3 replicas (zone-a and zone-b); outside every step and fault; e.g. series 0 of tenant-a at 12:00:10.000: expected 71, got 72',
      ],
      [
        'corrupt',
        'zone-c (ingester-zone-c-0) has other values for 1 sample of 1 stripe of tenant-a, acked from 12:00:12.000 to 12:00:12.010: right on 1 of 3 replicas (zone-a); zone-b (ingester-zone-b-0) lacks them; outside every step and fault; e.g. 1 sample of tenant-a stripe 0, series 0',
      ],
    ],
  ])
})

test('valid: what was acked while an ingester was away, or went with a deleted volume, is not demanded of its zone', () => {
  const killed = [pod('zone-c', 10_000, 'killed'), pod('zone-c', 12_000, 'starting'), pod('zone-c', 14_000, 'ready')]
  const before = [...zone('zone-a', whole), ...zone('zone-b', whole)]
  const finding = redundancy(run, history(...killed, ...before, ...zone('zone-c', [all([0, 9], [15, 29])])))
  expect(finding).toEqual({
    check: 'redundancy',
    verdict: 'valid',
    summary:
      '0 of 60 acked samples on fewer than 2 of 3 replicas; 0 missing in a zone that had to hold them (zone-a 60, zone-b 60, zone-c 36); 10 not in each zone, by a fault or a restart',
    evidence: [],
  })
  const deleted = ['injecting', 'recovered'] as const
  const fault = deleted.map(
    (phase, i): HistoryEvent => ({
      ...{ type: 'fault', id: 'delete-volume#1', kind: 'delete-volume', pods: [podOf('zone-c')] },
      ...{ phase, at: at(i === 0 ? 10_000 : 14_000) },
    }),
  )
  expect(redundancy(run, history(...killed, ...fault, ...before, ...zone('zone-c', [all([15, 29])])))?.verdict).toBe(
    'valid',
  )
})

test('invalid: fewer replicas than an ack needs, even where faults took the others', () => {
  const killed = [pod('zone-c', 10_000, 'killed'), pod('zone-c', 12_000, 'starting'), pod('zone-c', 14_000, 'ready')]
  const events = history(
    ...killed,
    ...zone('zone-a', whole),
    ...zone('zone-b', [all([0, 11], [13, 29])]),
    ...zone('zone-c', [all([0, 9], [15, 29])]),
  )
  const finding = redundancy(run, events)!
  expect([finding.verdict, finding.summary, finding.evidence.map(e => e.text)]).toEqual([
    'invalid',
    '2 of 60 acked samples on fewer than 2 of 3 replicas; 0 missing in a zone that had to hold them (zone-a 60, zone-b 60, zone-c 36); 8 not in each zone, by a fault or a restart',
    [
      'zone-b (ingester-zone-b-0) and zone-c (ingester-zone-c-0) lack 2 samples of 1 stripe of tenant-a, acked from 12:00:12.000 to 12:00:12.010: readable, but on 1 of 3 replicas (zone-a); an ack needs 2; outside every step and fault; e.g. 2 samples of tenant-a stripe 0, series 0, 2',
    ],
  ])
})

test('what nobody has is lost, and judged there; what the final read has and no zone is not', () => {
  const none = zones.flatMap(z => zone(z, [all([0, 9], [11, 29])]))
  const lost = history(...none).map(e => (e.type === 'read' ? { ...e, seen: [all([0, 9], [11, 29])] } : e))
  expect(redundancy(run, lost)?.verdict).toBe('valid')
  expect(redundancy(run, history(...none))?.verdict).toBe('invalid')
})

test('samples that ingesters keep no more are not demanded of them, nor what left with its pods', () => {
  const short = zones.flatMap(z => zone(z, [all([20, 29])])).map(e => (e.type === 'zone' ? { ...e, keeps: 10_000 } : e))
  const finding = redundancy(run, history(...short))!
  expect([finding.verdict, finding.summary]).toEqual([
    'valid',
    '0 of 20 acked samples on fewer than 2 of 3 replicas; 0 missing in a zone that had to hold them (zone-a 20, zone-b 20, zone-c 20); 40 too old for ingesters, or left with their pods',
  ])
  const left = zones.flatMap(z => [pod(z, -5000, 'ready', `old-${z}-0`), pod(z, 10_000, 'exited', `old-${z}-0`)])
  const moved = history(...left, ...zones.flatMap(z => zone(z, [all([10, 29])])))
  expect(redundancy(run, moved)?.verdict).toBe('valid')
})

test('unknown: a zone could not be asked, or did not answer for everything', () => {
  const others = [...zone('zone-a', whole), ...zone('zone-b', whole)]
  const failed = redundancy(run, history(...others, ...zone('zone-c', [], 'no answer')))!
  expect([failed.verdict, failed.evidence.map(e => e.text)]).toEqual([
    'unknown',
    ['zone-c could not be asked alone: no answer'],
  ])
  const part = zone('zone-c', [all([0, 9])]).map(e =>
    e.type === 'zone-read' ? { ...e, window: { from: NOON - 1, to: at(9000) } } : e,
  )
  const unread = redundancy(run, history(...others, ...part))!
  expect([unread.verdict, unread.evidence.map(e => e.text)]).toEqual([
    'unknown',
    ['40 acked samples: not each zone answered for them'],
  ])
})

test('where no zone was asked there is no finding', () => {
  expect(redundancy(run, history({ type: 'zones-not-asked', at: at(0), why: 'no zones' }))).toBeUndefined()
})

test('lost samples say what each zone alone has of them', () => {
  const gone = [all([0, 9], [11, 29])]
  const events = [
    ...zones.slice(0, 2).flatMap(z => zone(z, gone)),
    ...zone('zone-c', whole),
    ...history().map(e => (e.type === 'read' ? { ...e, seen: gone } : e)),
  ]
  expect(loss(run, events).evidence.map(e => e.text.split('; ').at(-1))).toEqual([
    'each zone alone: zone-a (ingester-zone-a-0) has 0 of them, zone-b (ingester-zone-b-0) has 0 of them, zone-c (ingester-zone-c-0) has 2 of them',
  ])
})
