import { expect, test } from 'vitest'
import { oneOfEach } from '../../../../harness/mimir/topology/modes.ts'
import { group, podsOf, workload, zonesOf } from '../../../../harness/mimir/topology/workload.ts'

test('what is not said follows from the modules', () => {
  expect(workload({ name: 'ingester-zone-a', modules: ['ingester'], zone: 'zone-a', pace: 'real' })).toEqual({
    name: 'ingester-zone-a',
    modules: ['ingester'],
    replicas: 1,
    zone: 'zone-a',
    flags: {},
    stateful: true,
    gracePeriod: 1_200_000,
    preStop: [],
  })
  expect(workload({ name: 'mimir-read', modules: ['query-frontend', 'querier'], pace: 'fast' })).toEqual({
    name: 'mimir-read',
    modules: ['query-frontend', 'querier'],
    replicas: 1,
    flags: { 'shutdown-delay': '2s' },
    stateful: false,
    gracePeriod: 60_000,
    preStop: [],
  })
})

test('what is said wins', () => {
  const preStop = [{ method: 'POST', path: '/ingester/prepare-shutdown' }] as const
  expect(
    workload({
      name: 'distributor',
      modules: ['distributor'],
      pace: 'real',
      replicas: 0,
      flags: { 'shutdown-delay': '0s' },
      stateful: true,
      gracePeriod: 5000,
      preStop,
    }),
  ).toEqual({
    name: 'distributor',
    modules: ['distributor'],
    replicas: 0,
    flags: { 'shutdown-delay': '0s' },
    stateful: true,
    gracePeriod: 5000,
    preStop,
  })
})

test('a group is spread over zones when one of its rings is', () => {
  const named = (zones: 1 | 2 | 3, ...modules: Parameters<typeof group>[1]) =>
    group('g', modules, { zones, pace: 'fast', replicas: 2 }).map(w => `${w.name} ${w.zone ?? '-'} x${w.replicas}`)
  expect(named(3, 'distributor', 'ingester')).toEqual([
    'g-zone-a zone-a x2',
    'g-zone-b zone-b x2',
    'g-zone-c zone-c x2',
  ])
  expect(named(2, 'store-gateway')).toEqual(['g-zone-a zone-a x2', 'g-zone-b zone-b x2'])
  expect(named(3, 'query-frontend', 'querier')).toEqual(['g - x2'])
  expect(named(1, 'ingester')).toEqual(['g - x2'])
  expect(zonesOf(1)).toEqual([])
})

test('pods are numbered within their workload', () => {
  const topology = oneOfEach({ zones: 3, pace: 'fast', replicas: { querier: 2, ingester: 0 } })
  expect(
    podsOf(topology)
      .map(pod => [pod.name, pod.workload.name])
      .slice(0, 4),
  ).toEqual([
    ['distributor-0', 'distributor'],
    ['querier-0', 'querier'],
    ['querier-1', 'querier'],
    ['query-frontend-0', 'query-frontend'],
  ])
})
