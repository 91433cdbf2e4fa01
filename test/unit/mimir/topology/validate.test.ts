import { describe, expect, test } from 'vitest'
import { oneOfEach } from '../../../../harness/mimir/topology/modes.ts'
import { addWorkloads, route, scale, withConfig, withFlags } from '../../../../harness/mimir/topology/operations.ts'
import type { Workload } from '../../../../harness/mimir/topology/topology.ts'
import { validated } from '../../../../harness/mimir/topology/validate.ts'
import { workload } from '../../../../harness/mimir/topology/workload.ts'

const zoned = oneOfEach({ zones: 3, pace: 'fast' })
const bare = oneOfEach({ zones: 1, pace: 'fast' })
const querier = workload({ name: 'querier-2', modules: ['querier'], pace: 'fast' })
const adding =
  (change: Partial<Workload>, topology = zoned) =>
  () =>
    addWorkloads(topology, [{ ...querier, ...change }])

test('a sound topology is given back as it is', () => {
  expect(validated(zoned)).toBe(zoned)
})

describe('refuses', () => {
  test('an unknown workload', () => {
    expect(() => scale(bare, 'queriers', 2)).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: no workload is called "queriers": use one of distributor, ingester, querier, query-frontend, query-scheduler, store-gateway, compactor, ruler, alertmanager, overrides-exporter]`,
    )
  })
  test('a name twice', () => {
    expect(adding({ name: 'querier' })).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: two workloads are called "querier": give each workload a name of its own]`,
    )
  })
  test('a name that Kubernetes would refuse', () => {
    expect(adding({ name: 'Querier_2' })).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: "Querier_2" can not name a workload: Kubernetes wants lower-case letters, digits and dashes]`,
    )
  })
  test('no modules, or a module twice', () => {
    expect(adding({ modules: [] })).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: workload querier-2 has the modules []: name one or more of distributor, ingester, querier, query-frontend, query-scheduler, store-gateway, compactor, ruler, alertmanager, overrides-exporter, each once]`,
    )
    expect(adding({ modules: ['querier', 'querier'] })).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: workload querier-2 has the modules [querier, querier]: name one or more of distributor, ingester, querier, query-frontend, query-scheduler, store-gateway, compactor, ruler, alertmanager, overrides-exporter, each once]`,
    )
  })
  test('a negative or broken number of replicas', () => {
    expect(() => scale(zoned, 'querier', -1)).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: workload querier can not have -1 replicas: give a whole number from 0 up]`,
    )
    expect(() => scale(zoned, 'querier', 1.5)).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: workload querier can not have 1.5 replicas: give a whole number from 0 up]`,
    )
  })
  test('a negative grace period', () => {
    expect(adding({ gracePeriod: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: workload querier-2 can not have a grace period of -1 ms: give 0 or more]`,
    )
  })
  test('a flag with its dash', () => {
    expect(() => withFlags(zoned, 'querier', { '-querier.max-concurrent': '4' })).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: workload querier has the flag "-querier.max-concurrent": name flags without the leading dash]`,
    )
  })
  test('a route to a workload that does not exist, or can not serve it, or twice', () => {
    expect(() => route(bare, 'writes', 'nowhere')).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: no workload is called "nowhere": use one of distributor, ingester, querier, query-frontend, query-scheduler, store-gateway, compactor, ruler, alertmanager, overrides-exporter]`,
    )
    expect(() => route(zoned, 'writes', 'querier')).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: writes are routed to querier, which runs querier: route them to a workload that runs distributor]`,
    )
    expect(() => route(zoned, 'writes', ['distributor', 'distributor'])).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: writes are routed to the same workload twice: distributor, distributor: name each once]`,
    )
  })
  test('an ingester without a zone in a zone-aware ring', () => {
    expect(adding({ modules: ['ingester'] })).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: the zone-aware ingester.ring would have members without a zone (querier-2): give them one, or set ingester.ring.zone_awareness_enabled to false]`,
    )
  })
  test('a zone where nobody asked for zone-awareness', () => {
    expect(adding({ modules: ['store-gateway'], zone: 'zone-a' }, bare)).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: store_gateway.sharding_ring would have members with a zone (querier-2), but store_gateway.sharding_ring.zone_awareness_enabled is not set: set it to true, or to false where the zones are to be ignored for now]`,
    )
  })
})

test('zones in a ring that ignores them are a step of the migration to zones, when the config says so', () => {
  const ignoring = withConfig(bare, { store_gateway: { sharding_ring: { zone_awareness_enabled: false } } })
  const stepping = adding({ modules: ['store-gateway'], zone: 'zone-a' }, ignoring)
  expect(stepping().workloads.length).toBe(bare.workloads.length + 1)
})
