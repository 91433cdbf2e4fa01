import { expect, test } from 'vitest'
import { microservices, oneOfEach, readWrite, readWriteWorkloads } from '../../../../harness/mimir/topology/modes.ts'
import { addWorkloads } from '../../../../harness/mimir/topology/operations.ts'
import { podsOf } from '../../../../harness/mimir/topology/workload.ts'

test('one of each in three zones are 14 pods', () => {
  const topology = oneOfEach({ zones: 3, pace: 'fast' })
  expect(podsOf(topology).map(pod => pod.name)).toEqual([
    'distributor-0',
    'ingester-zone-a-0',
    'ingester-zone-b-0',
    'ingester-zone-c-0',
    'querier-0',
    'query-frontend-0',
    'query-scheduler-0',
    'store-gateway-zone-a-0',
    'store-gateway-zone-b-0',
    'store-gateway-zone-c-0',
    'compactor-0',
    'ruler-0',
    'alertmanager-0',
    'overrides-exporter-0',
  ])
  expect({ ...topology, workloads: [] }).toEqual({
    workloads: [],
    routes: {
      writes: ['distributor'],
      reads: ['query-frontend'],
      rules: ['ruler'],
      alerts: ['alertmanager'],
      compactor: ['compactor'],
    },
    config: {
      ingester: { ring: { zone_awareness_enabled: true, replication_factor: 3, unregister_on_shutdown: false } },
      store_gateway: { sharding_ring: { zone_awareness_enabled: true, replication_factor: 3 } },
      alertmanager: { sharding_ring: { replication_factor: 1 } },
    },
    overrides: {},
    pace: 'fast',
  })
})

test('one zone is none: three replicas and no zone-awareness', () => {
  const topology = oneOfEach({ zones: 1, pace: 'real', replicas: { alertmanager: 4 } })
  expect(topology.workloads.map(w => `${w.name} x${w.replicas}`)).toEqual([
    'distributor x1',
    'ingester x3',
    'querier x1',
    'query-frontend x1',
    'query-scheduler x1',
    'store-gateway x3',
    'compactor x1',
    'ruler x1',
    'alertmanager x4',
    'overrides-exporter x1',
  ])
  expect(topology.config).toEqual({
    ingester: { ring: { replication_factor: 3, unregister_on_shutdown: false } },
    store_gateway: { sharding_ring: { replication_factor: 3 } },
    alertmanager: { sharding_ring: { replication_factor: 3 } },
  })
})

test('two zones replicate twice', () => {
  expect(microservices({ zones: 2, pace: 'fast' }).config.ingester).toEqual({
    ring: { zone_awareness_enabled: true, replication_factor: 2, unregister_on_shutdown: false },
  })
})

test('read-write mode is three groups', () => {
  const topology = readWrite({ zones: 3, pace: 'fast', replicas: { 'mimir-read': 3 } })
  expect(topology.workloads.map(w => `${w.name} x${w.replicas}: ${w.modules.join()}`)).toMatchInlineSnapshot(`
    [
      "mimir-write-zone-a x1: distributor,ingester",
      "mimir-write-zone-b x1: distributor,ingester",
      "mimir-write-zone-c x1: distributor,ingester",
      "mimir-read x3: query-frontend,querier",
      "mimir-backend-zone-a x1: query-scheduler,ruler,store-gateway,compactor,alertmanager,overrides-exporter",
      "mimir-backend-zone-b x1: query-scheduler,ruler,store-gateway,compactor,alertmanager,overrides-exporter",
      "mimir-backend-zone-c x1: query-scheduler,ruler,store-gateway,compactor,alertmanager,overrides-exporter",
    ]
  `)
  expect(topology.routes).toEqual({
    writes: ['mimir-write-zone-a', 'mimir-write-zone-b', 'mimir-write-zone-c'],
    reads: ['mimir-read'],
    rules: ['mimir-backend-zone-a', 'mimir-backend-zone-b', 'mimir-backend-zone-c'],
    alerts: ['mimir-backend-zone-a', 'mimir-backend-zone-b', 'mimir-backend-zone-c'],
    compactor: ['mimir-backend-zone-a', 'mimir-backend-zone-b', 'mimir-backend-zone-c'],
  })
  expect(topology.config.alertmanager).toEqual({ sharding_ring: { replication_factor: 3 } })
  expect(podsOf(readWrite({ zones: 1, pace: 'fast' })).length).toBe(8)
})

test('microservices have two of each pod that keeps no data, and ingesters that stay in their ring', () => {
  const topology = microservices({ zones: 3, pace: 'fast' })
  const { workloads, config } = topology
  expect(podsOf(topology).length).toBe(19)
  expect(workloads.filter(w => w.replicas !== 1).map(w => `${w.name} ${w.replicas}`)).toEqual([
    'distributor 2',
    'querier 2',
    'query-frontend 2',
    'query-scheduler 2',
    'ruler 2',
  ])
  expect(config.ingester).toEqual({
    ring: { zone_awareness_enabled: true, replication_factor: 3, unregister_on_shutdown: false },
  })
})

test('as many as are asked for', () => {
  const { workloads } = microservices({ zones: 1, pace: 'fast', replicas: { querier: 1, distributor: 4, ingester: 6 } })
  const of = (name: string) => workloads.find(w => w.name === name)?.replicas
  expect(['querier', 'distributor', 'ingester', 'ruler'].map(of)).toEqual([1, 4, 6, 2])
})

test('read-write groups with no replicas stand beside microservices, as the migration begins', () => {
  const none = { 'mimir-write': 0, 'mimir-read': 0, 'mimir-backend': 0 }
  const before = microservices({ zones: 3, pace: 'fast' })
  const after = addWorkloads(before, readWriteWorkloads({ zones: 3, pace: 'fast', replicas: none }))
  expect(podsOf(after)).toEqual(podsOf(before))
  expect(after.workloads.length - before.workloads.length).toBe(7)
  expect(after.routes).toEqual(before.routes)
})
