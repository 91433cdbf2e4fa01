import { expect, test } from 'vitest'
import { microservices } from '../../../harness/mimir/topology/modes.ts'
import { withOverrides, withRoles } from '../../../harness/mimir/topology/operations.ts'
import { datasetOf, judgedRoles, rolesOf, tenantDemands, writeSpacing } from '../../../harness/scenario/tenants.ts'

const load = { tenants: ['a', 'b'], series: 100, writesPerSecond: 10 }
const roles = {
  usual: {},
  large: { series: 1000, writesPerSecond: 20 },
  rare: { writesPerSecond: 1 },
  tight: { overrides: { ingestion_rate: 10 }, expectsLimits: true, objectives: { writes: 500 } },
}

test('tenants that are only named are all alike', () => {
  expect(datasetOf(load, 1)).toEqual({ tenants: ['a', 'b'], series: 100, shards: 10, interval: 1000, epoch: 0 })
  expect(judgedRoles(load.tenants)).toEqual({})
})

test('a role says what is different', () => {
  expect(datasetOf({ ...load, tenants: roles }, 1)).toEqual({
    tenants: ['usual', 'large', 'rare', 'tight'],
    series: 100,
    shards: 10,
    own: { large: { series: 1000, shards: 20 }, rare: { series: 100, shards: 1 } },
    interval: 1000,
    epoch: 0,
  })
  expect(judgedRoles(roles)).toEqual({ tight: { expectsLimits: true } })
})

test('what is demanded for a tenant depends on its role and on how often it writes', () => {
  const dataset = datasetOf({ ...load, tenants: roles }, 1)
  expect(tenantDemands(roles, dataset)).toEqual([
    { name: 'large', demands: {}, writeSpacing: 50 },
    { name: 'rare', demands: {}, writeSpacing: 1000 },
    { name: 'tight', demands: { writes: 500 } },
  ])
  expect(writeSpacing(dataset)).toBe(100)
})

test('a thin load has fewer requests of every tenant', () => {
  expect(datasetOf({ ...load, tenants: roles }, 5)).toMatchObject({
    shards: 2,
    own: { large: { series: 1000, shards: 4 }, rare: { series: 100, shards: 1 } },
    thinning: 5,
  })
})

test('many tenants can write rarely: one request in five seconds, and a role with one a second', () => {
  const rare = { tenants: { usual: {}, often: { writesPerSecond: 1 } }, series: 5, writesPerSecond: 0.2 }
  expect(datasetOf(rare, 1)).toMatchObject({
    series: 5,
    shards: 1,
    own: { often: { series: 5, shards: 5 } },
    interval: 5000,
  })
})

test('overrides of roles are laid over those of the topology', () => {
  const topology = withOverrides(microservices({ zones: 3, pace: 'fast' }), 'tight', {
    ingestion_rate: 1000,
    ingestion_burst_size: 20,
  })
  expect(withRoles(topology, rolesOf(roles)).overrides).toEqual({
    tight: { ingestion_rate: 10, ingestion_burst_size: 20 },
  })
})
