import { expect, test } from 'vitest'
import { diff, inWords } from '../../../harness/fleet/diff.ts'
import type { Fleet, PodTemplate } from '../../../harness/fleet/fleet.ts'
import { oneOfEach, readWriteWorkloads } from '../../../harness/mimir/topology/modes.ts'
import {
  addWorkloads,
  removeWorkloads,
  route,
  scale,
  withConfig,
  withFlags,
  withOverrides,
  withOwnOverrides,
  withPreStop,
} from '../../../harness/mimir/topology/operations.ts'
import type { Topology } from '../../../harness/mimir/topology/topology.ts'
import { fleet } from '../../fleets.ts'
import { tinyFleet } from '../../tiny/fleet.ts'

const base = oneOfEach({ zones: 3, pace: 'fast' })

/** The changes as one line each. */
const plan = (before: Topology, after: Topology) =>
  diff(fleet(before), fleet(after)).map(change => {
    const pods = 'pods' in change ? ` ${change.pods.map(pod => pod.name).join(' + ')}` : ''
    return `${change.kind === 'reload' ? inWords(change) : change.kind}${pods}${change.kind === 'roll' ? `: ${change.why}` : ''}`
  })

test('nothing to do', () => {
  expect(diff(fleet(base), fleet(structuredClone(base)))).toEqual([])
})

test('growing adds pods, shrinking removes the highest ordinals', () => {
  const grown = scale(base, ['querier', 'ingester-zone-a'], 3)
  expect(plan(base, grown)).toEqual(['add ingester-zone-a-1 + ingester-zone-a-2 + querier-1 + querier-2'])
  expect(plan(grown, scale(grown, 'querier', 1))).toEqual(['remove querier-1 + querier-2'])
})

test('a flag rolls its workloads one pod at a time, then zones as a whole, and nothing else', () => {
  const two = scale(base, ['ruler', 'store-gateway-zone-a', 'store-gateway-zone-b', 'store-gateway-zone-c'], 2)
  const names = ['ruler', 'store-gateway-zone-a', 'store-gateway-zone-b', 'store-gateway-zone-c']
  expect(
    plan(two, withFlags(two, names, { 'store-gateway.sharding-ring.unregister-on-shutdown': 'true' })),
  ).toMatchInlineSnapshot(`
    [
      "roll ruler-0: -store-gateway.sharding-ring.unregister-on-shutdown",
      "roll ruler-1: -store-gateway.sharding-ring.unregister-on-shutdown",
      "roll store-gateway-zone-a-0 + store-gateway-zone-a-1: -store-gateway.sharding-ring.unregister-on-shutdown",
      "roll store-gateway-zone-b-0 + store-gateway-zone-b-1: -store-gateway.sharding-ring.unregister-on-shutdown",
      "roll store-gateway-zone-c-0 + store-gateway-zone-c-1: -store-gateway.sharding-ring.unregister-on-shutdown",
    ]
  `)
})

test('Deployments roll side by side, each one pod at a time', () => {
  const two = scale(base, 'query-frontend', 2)
  const changed = withFlags(withFlags(two, 'querier', { 'log.level': 'debug' }), 'query-frontend', {
    'log.level': 'warn',
  })
  expect(plan(two, changed)).toEqual([
    'roll querier-0 + query-frontend-0: -log.level',
    'roll query-frontend-1: -log.level',
  ])
  const otherwise = withFlags(changed, 'querier', { 'querier.timeout': '20s' })
  expect(plan(two, otherwise)[0]).toBe('roll querier-0 + query-frontend-0: -log.level, -querier.timeout; -log.level')
})

test('without zones, a stateful workload rolls from the highest ordinal down', () => {
  const bare = oneOfEach({ zones: 1, pace: 'fast' })
  expect(plan(bare, withFlags(bare, 'ingester', { 'log.level': 'debug' }))).toEqual([
    'roll ingester-2: -log.level',
    'roll ingester-1: -log.level',
    'roll ingester-0: -log.level',
  ])
})

test('config rolls everything, overrides nothing', () => {
  const [zoned, others] = [true, false].map(is =>
    base.workloads.filter(w => w.stateful && (w.zone !== undefined) === is),
  )
  const deployments = base.workloads.filter(w => !w.stateful)
  expect(plan(base, withConfig(base, { querier: { timeout: '20s' } }))).toEqual([
    ...others!.map(w => `roll ${w.name}-0: mimir.yaml`),
    `roll ${deployments.map(w => `${w.name}-0`).join(' + ')}: mimir.yaml`,
    ...zoned!.map(w => `roll ${w.name}-0: mimir.yaml`),
  ])
  expect(plan(base, withOverrides(base, 'tenant-a', { max_queriers_per_tenant: 2 }))).toEqual(['reload runtime.yaml'])
})

test('overrides reach workloads one after the other where each has a file of its own', () => {
  const apart = withOwnOverrides(base, ['distributor', 'querier'])
  const shard = { ingestion_tenant_shard_size: 3 }
  const first = withOverrides(apart, 'tenant-a', shard, 'distributor')
  const second = withOverrides(first, 'tenant-a', shard, 'querier')
  expect(plan(apart, first)).toEqual(['reload runtime-distributor.yaml'])
  expect(plan(first, second)).toEqual(['reload runtime-querier.yaml'])
  expect(plan(second, withOverrides(second, 'tenant-a', { max_queriers_per_tenant: 2 }))).toEqual([
    'reload runtime.yaml, runtime-distributor.yaml, runtime-querier.yaml',
  ])
  expect(() => withOverrides(apart, 'tenant-a', shard, 'ruler')).toThrow(
    "ruler reads the same runtime overrides as others: give it a file of its own before: withOwnOverrides(topology, 'ruler')",
  )
})

test('a pod that is added in the same change is not rolled, one that is removed neither', () => {
  const flagged = withFlags(scale(base, 'querier', 2), 'querier', { 'log.level': 'debug' })
  expect(plan(base, flagged)).toEqual(['add querier-1', 'roll querier-0: -log.level'])
  expect(plan(flagged, base)).toEqual(['roll querier-0: -log.level', 'remove querier-1'])
})

test('new workloads come first, then the route, and the old ones go last', () => {
  const groups = readWriteWorkloads({ zones: 3, pace: 'fast' }).filter(w => w.name === 'mimir-read')
  const moved = route(addWorkloads(base, groups), 'reads', 'mimir-read')
  expect(plan(base, removeWorkloads(moved, ['query-frontend', 'querier']))).toEqual([
    'add mimir-read-0 + mimir-read-1',
    'reroute',
    'remove querier-0 + query-frontend-0',
  ])
})

test('what a pod does before it stops, and how long that may take, is part of the pod', () => {
  expect(plan(base, withPreStop(base, 'querier', [{ sleep: 1 }]))).toEqual(['roll querier-0: pre-stop'])
  const patient = { ...base, workloads: base.workloads.map(w => (w.name === 'ruler' ? { ...w, gracePeriod: 1 } : w)) }
  expect(plan(base, patient)).toEqual(['roll ruler-0: grace period'])
})

test('a change of limits, users, probes or mounts rolls the pod, and says so', () => {
  const program = { name: 'tiny', version: '1', at: { binary: '/bin/tiny' } }
  const probe = { path: '/healthy', port: 'http', initialDelay: 0, period: 1000, timeout: 500, failureThreshold: 3 }
  const changes: Partial<PodTemplate>[] = [
    { limits: { cpu: 0.5 } },
    { runAs: { user: 10_001, group: 10_001 } },
    { startup: probe, liveness: probe },
    { mounts: { wal: { path: '/wal', subPath: 'wal' } } },
  ]
  const said = changes.map(change => diff(tinyFleet(program), tinyFleet(program, change)).map(inWords)[0])
  expect(said).toEqual([
    'roll spare-0 (limits)',
    'roll spare-0 (user)',
    'roll spare-0 (startup probe, liveness probe)',
    'roll spare-0 (mounts)',
  ])
})

test('who comes first in the topology changes for the seeds of gossip, and rolls nobody', () => {
  expect(plan(base, scale(base, 'distributor', 0))).toEqual(['remove distributor-0'])
})

test('the order of a roll is data: turns together, several at once, a surge of two', () => {
  const updated = (
    change: (w: Fleet['workloads'][number]) => Partial<Fleet['workloads'][number]>,
    of: Topology,
  ): Fleet => {
    const made = fleet(of)
    return { ...made, workloads: made.workloads.map(w => ({ ...w, ...change(w) })) }
  }
  const zones = ['ingester-zone-a', 'ingester-zone-b']
  const [before, after] = [base, withFlags(base, zones, { 'log.level': 'debug' })].map(of =>
    updated(w => (zones.includes(w.name) ? { update: { by: 'turns', turn: 7 } } : {}), of),
  )
  expect(diff(before!, after!).map(inWords)).toEqual(['roll ingester-zone-a-0, ingester-zone-b-0 (-log.level)'])

  const bare = scale(oneOfEach({ zones: 1, pace: 'fast' }), 'querier', 3)
  const loud = withFlags(bare, ['ingester', 'querier'], { 'log.level': 'debug' })
  const [one, two] = [bare, loud].map(of =>
    updated(
      w =>
        w.kind === 'StatefulSet'
          ? { update: { by: 'rolling', maxSurge: 0, maxUnavailable: 2 } }
          : { update: { by: 'rolling', maxSurge: 2, maxUnavailable: 0 } },
      of,
    ),
  )
  expect(diff(one!, two!).map(inWords)).toEqual([
    'roll ingester-2, ingester-1 (-log.level)',
    'roll ingester-0 (-log.level)',
    'roll querier-0, querier-1 (-log.level)',
    'roll querier-2 (-log.level)',
  ])
})
