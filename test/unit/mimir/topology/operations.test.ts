import { expect, test } from 'vitest'
import { oneOfEach } from '../../../../harness/mimir/topology/modes.ts'
import {
  addWorkloads,
  inOneTurn,
  removeWorkloads,
  replicationFactor,
  restart,
  route,
  scale,
  withConfig,
  withCpuLimit,
  withFlags,
  withMemoryLimit,
  withOverrides,
  withPreStop,
  withRestartPolicy,
} from '../../../../harness/mimir/topology/operations.ts'
import { workload } from '../../../../harness/mimir/topology/workload.ts'

import { fleet } from '../../../fleets.ts'

const base = oneOfEach({ zones: 3, pace: 'fast' })
const before = structuredClone(base)
const named = (name: string, topology = base) => topology.workloads.find(w => w.name === name)
const read = workload({ name: 'mimir-read', modules: ['query-frontend', 'querier'], pace: 'fast' })

test('scale sets replicas, of several workloads too', () => {
  const scaled = scale(base, ['querier', 'ingester-zone-b'], 3)
  expect(scaled).toEqual({
    ...base,
    workloads: base.workloads.map(w => (['querier', 'ingester-zone-b'].includes(w.name) ? { ...w, replicas: 3 } : w)),
  })
})

test('withFlags adds, replaces and takes away', () => {
  const flagged = withFlags(base, 'distributor', { 'shutdown-delay': null, 'distributor.remote-timeout': '1s' })
  expect(named('distributor', flagged)).toEqual({
    ...named('distributor'),
    flags: { 'distributor.remote-timeout': '1s' },
  })
})

test('withPreStop sets the calls before SIGTERM', () => {
  const preStop = [{ method: 'POST', path: '/store-gateway/prepare-shutdown' }] as const
  expect(named('compactor', withPreStop(base, 'compactor', preStop))).toEqual({ ...named('compactor'), preStop })
})

test('restart counts, and changes nothing else', () => {
  const twice = restart(restart(base, 'querier'), 'querier')
  expect(named('querier', twice)).toEqual({ ...named('querier'), restarts: 2 })
  expect({ ...twice, workloads: [] }).toEqual({ ...base, workloads: [] })
})

test('inOneTurn gives workloads the same turn, before the others', () => {
  const zones = ['ingester-zone-a', 'ingester-zone-b']
  const turns = fleet(inOneTurn(base, zones)).workloads.flatMap(({ name, update }) =>
    update.by === 'turns' ? [[name, update.turn]] : [],
  )
  expect(Object.fromEntries(turns)).toEqual({
    'ingester-zone-a': -1,
    'ingester-zone-b': -1,
    'ingester-zone-c': 2,
    'store-gateway-zone-a': 3,
    'store-gateway-zone-b': 4,
    'store-gateway-zone-c': 5,
  })
})

test('withMemoryLimit sets what a pod may use, and takes the limit away', () => {
  const limited = withMemoryLimit(base, 'querier', 2 ** 28)
  expect(fleet(limited).workloads.find(w => w.name === 'querier')!.template.limits).toEqual({ memory: 2 ** 28 })
  expect(withMemoryLimit(limited, 'querier', null)).toEqual(base)
  expect(() => withMemoryLimit(base, 'querier', 0)).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: workload querier can not have a memory limit of 0 bytes: give 1 or more]`,
  )
})

test('withRestartPolicy says whether a pod that ended is started again', () => {
  const policyOf = (topology: typeof base, name: string) =>
    fleet(topology).workloads.find(w => w.name === name)!.template.restartPolicy
  const once = withRestartPolicy(base, 'querier', 'never')
  expect([policyOf(base, 'querier'), policyOf(once, 'querier'), policyOf(once, 'ruler')]).toEqual([
    'always',
    'never',
    'always',
  ])
})

test('a flag that this version does not have any more is refused, with what to set instead', () => {
  const delayed = withFlags(base, 'query-frontend', { 'query-frontend.querier-forget-delay': '1m' })
  expect(() => fleet(delayed)).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: workload query-frontend has the flag -query-frontend.querier-forget-delay, and Mimir 3.1.0 has not: -query-frontend.querier-forget-delay is gone since 3.0.0 (#12200); set -query-scheduler.querier-forget-delay]`,
  )
})

test('withCpuLimit sets the cores that a pod may use, beside its memory, and takes the limit away', () => {
  const limited = withCpuLimit(withMemoryLimit(base, 'querier', 2 ** 28), 'querier', 0.25)
  const { limits } = fleet(limited).workloads.find(w => w.name === 'querier')!.template
  expect(limits).toEqual({ cpu: 0.25, memory: 2 ** 28 })
  expect(withCpuLimit(withCpuLimit(base, 'querier', 0.25), 'querier', null)).toEqual(base)
  expect(() => withCpuLimit(base, 'querier', 0)).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: workload querier can not have a limit of 0 cores: give more than 0]`,
  )
})

test('withConfig lays a tree over the shared config', () => {
  expect(withConfig(base, { ingester: { ring: { num_tokens: 64 } } }).config).toEqual({
    ...base.config,
    ingester: {
      ring: { zone_awareness_enabled: true, replication_factor: 3, unregister_on_shutdown: false, num_tokens: 64 },
    },
  })
})

test('withOverrides gathers what a tenant overrides', () => {
  const once = withOverrides(base, 'tenant-a', { ingestion_tenant_shard_size: 3 })
  const twice = withOverrides(once, 'tenant-a', { max_queriers_per_tenant: 2, ingestion_tenant_shard_size: 6 })
  expect(twice).toEqual({
    ...base,
    overrides: { 'tenant-a': { ingestion_tenant_shard_size: 6, max_queriers_per_tenant: 2 } },
  })
})

test('route replaces the workloads of one apiGroup', () => {
  const both = route(addWorkloads(base, [read]), 'reads', ['query-frontend', 'mimir-read'])
  expect(both.routes).toEqual({ ...base.routes, reads: ['query-frontend', 'mimir-read'] })
})

test('removeWorkloads wants the traffic gone first', () => {
  const routed = route(addWorkloads(base, [read]), 'reads', 'mimir-read')
  expect(removeWorkloads(routed, ['query-frontend', 'querier']).workloads.map(w => w.name)).toEqual(
    [...base.workloads, read].map(w => w.name).filter(name => name !== 'query-frontend' && name !== 'querier'),
  )
  expect(() => removeWorkloads(routed, 'mimir-read')).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: mimir-read can not be removed while reads are routed to it: route reads elsewhere first]`,
  )
})

test('replicationFactor sets both rings', () => {
  expect(replicationFactor(base, 1).config).toEqual({
    ...base.config,
    ingester: { ring: { zone_awareness_enabled: true, replication_factor: 1, unregister_on_shutdown: false } },
    store_gateway: { sharding_ring: { zone_awareness_enabled: true, replication_factor: 1 } },
  })
  expect(() => replicationFactor(base, 0)).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: 0 is not a replication factor: give a whole number from 1 up]`,
  )
})

test('a topology is never changed in place', () => {
  expect(base).toEqual(before)
})
