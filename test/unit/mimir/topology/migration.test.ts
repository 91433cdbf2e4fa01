import { describe, expect, test } from 'vitest'
import { diff } from '../../../../harness/fleet/diff.ts'
import {
  addMicroservices,
  addReadWrite,
  addRuleQueryPath,
  discoverByName,
  discoverByRing,
  groupOf,
  inMigration,
  leavingTheRing,
  microservicesInZones,
  microservicesOf,
  readWriteInZones,
  removeMicroservices,
  removeReadWrite,
  routeTo,
  scaleToZero,
  scaleUp,
  scaleUpMicroservices,
  withBackendMoved,
  withoutRuleQueryPath,
  withRuleQueriersForReads,
  withSteadyQueriers,
} from '../../../../harness/mimir/topology/migration.ts'
import type { Topology } from '../../../../harness/mimir/topology/topology.ts'
import { podsOf } from '../../../../harness/mimir/topology/workload.ts'
import { fleet } from '../../../fleets.ts'

const before = microservicesInZones('fast')
const flag = (topology: Topology, name: string, of: string) => topology.workloads.find(w => w.name === name)?.flags[of]
const replicas = ({ workloads }: Topology) => Object.fromEntries(workloads.map(w => [w.name, w.replicas]))

test('before: schedulers by name, rules on a query path of their own with rings of its own', () => {
  expect(podsOf(before).length).toBe(20)
  expect(flag(before, 'querier', 'querier.scheduler-address')).toBe('query-scheduler-headless:9095')
  expect(flag(before, 'ruler-querier', 'querier.scheduler-address')).toBe('ruler-query-scheduler-headless:9095')
  expect(flag(before, 'ruler', 'ruler.query-frontend.address')).toBe('dns:///ruler-query-frontend-headless:9095')
  const path = ['ruler-query-frontend', 'ruler-querier', 'ruler-query-scheduler']
  expect(path.map(name => flag(before, name, 'query-scheduler.ring.prefix'))).toEqual(
    path.map(() => 'ruler-query-scheduler/'),
  )
})

test('query-frontends of rulers go on for longer than a gRPC client keeps what it has looked up, and connections to them end by themselves', () => {
  const of = (pace: 'fast' | 'real') =>
    Object.fromEntries(
      ['shutdown-delay', 'server.grpc.keepalive.max-connection-age'].map(name => [
        name,
        flag(microservicesInZones(pace), 'ruler-query-frontend', name),
      ]),
    )
  expect(of('fast')).toEqual({ 'shutdown-delay': '37s', 'server.grpc.keepalive.max-connection-age': '5s' })
  expect(of('real')).toEqual({ 'shutdown-delay': '90s', 'server.grpc.keepalive.max-connection-age': '30s' })
})

test('step 2 starts no pod of read-write mode, and no address stands beside discovery by ring, which Mimir would refuse', () => {
  const migrating = inMigration('fast')
  expect(podsOf(migrating).some(p => p.name.startsWith('mimir-'))).toBe(false)
  expect(podsOf(migrating).some(p => p.workload.modules.includes('overrides-exporter'))).toBe(false)
  const flags = migrating.workloads.flatMap(w => Object.keys(w.flags))
  expect(flags.filter(name => name.includes('scheduler-address') || name.includes('service-discovery'))).toEqual([])
})

test('only what finds schedulers is restarted when their discovery changes', () => {
  const migrating = addReadWrite(before)
  const rolled = diff(fleet(migrating), fleet(discoverByRing(migrating))).map(change =>
    change.kind === 'roll' ? `roll ${change.pods.map(p => p.name).join()}` : change.kind,
  )
  expect(rolled).toEqual([
    'roll querier-0,query-frontend-0,query-scheduler-0,ruler-query-scheduler-0,ruler-querier-0,ruler-query-frontend-0',
    'roll ruler-query-frontend-1',
  ])
})

test('steady queriers have no more connections to a scheduler than they have at least', () => {
  expect(withSteadyQueriers(before).config.querier).toEqual({ ...(before.config.querier as object), max_concurrent: 4 })
})

test('the path of rules has as many queriers as reads have, before and after these go to mimir-read', () => {
  const of = (topology: Topology) => replicas(withRuleQueriersForReads(topology))['ruler-querier']
  expect([of(before), of(withBackendMoved('fast')), of(addRuleQueryPath(readWriteInZones('fast')))]).toEqual([1, 3, 3])
})

/** The pure part of every step, one after the other. */
function forward(topology: Topology): Topology {
  const moved = withBackendMoved(topology.pace)
  const left = leavingTheRing(moved, microservicesOf(moved, 'store-gateway'))
  const reads = microservicesOf(
    left,
    'store-gateway',
    'query-frontend',
    'querier',
    'query-scheduler',
    'ruler',
    'compactor',
  )
  const alone = withoutRuleQueryPath(scaleToZero(left, [...reads, 'alertmanager']))
  const writing = scaleUp(alone, 'mimir-write')
  const written = routeTo(writing, ['writes'], groupOf(writing, 'mimir-write'))
  return removeMicroservices(scaleToZero(written, microservicesOf(written, 'distributor', 'ingester')))
}

function back(topology: Topology): Topology {
  const both = addRuleQueryPath(addMicroservices(topology))
  const up = scaleUpMicroservices(
    both,
    both.workloads.map(w => w.name).filter(name => !name.startsWith('mimir-') && !name.startsWith('ruler-q')),
  )
  const routed = [
    ['writes', 'distributor'],
    ['reads', 'query-frontend'],
    ['rules', 'ruler'],
    ['alerts', 'alertmanager'],
    ['compactor', 'compactor'],
  ].reduce((t, [apiGroup, name]) => routeTo(t, [apiGroup as keyof Topology['routes']], [name!]), up)
  return discoverByName(removeReadWrite(routed))
}

describe('the whole way', () => {
  test('forward ends in read-write mode', () => {
    const after = forward(before)
    const wanted = readWriteInZones('fast')
    expect(replicas(after)).toEqual(replicas(wanted))
    expect({ routes: after.routes, config: after.config }).toEqual({ routes: wanted.routes, config: wanted.config })
    expect(new Map(after.workloads.map(w => [w.name, w]))).toEqual(new Map(wanted.workloads.map(w => [w.name, w])))
  })

  test('and back where it began', () => {
    const after = back(readWriteInZones('fast'))
    expect({ ...after, workloads: [] }).toEqual({ ...before, workloads: [] })
    expect(new Map(after.workloads.map(w => [w.name, w]))).toEqual(new Map(before.workloads.map(w => [w.name, w])))
  })
})
