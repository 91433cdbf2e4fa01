import { expect, test } from 'vitest'
import { mimir } from '../../../harness/mimir/mimir.ts'
import {
  datasetOf,
  everyStripeOf,
  kindOf,
  labelsOf,
  ownWriteSpacing,
  seriesOfStripe,
  timeOf,
  writeSpacing,
} from '../../../harness/mimir/signals/ledger/dataset.ts'
import { oneOfEach } from '../../../harness/mimir/topology/modes.ts'
import { withOverrides } from '../../../harness/mimir/topology/operations.ts'
import type { Topology } from '../../../harness/mimir/topology/topology.ts'
import {
  judgedRoles,
  type LoadSpec,
  overridesOf,
  renamed,
  tenantDemands,
  together,
  wantedLoad,
  withTenants,
} from '../../../harness/scenario/tenants.ts'

const load = { tenants: ['a', 'b'], series: 100, writesPerSecond: 10 }
const dataOf = (spec: LoadSpec, probeIntervalFactor = 1) => datasetOf(wantedLoad(spec, 3000), probeIntervalFactor, 1)
const roles = {
  usual: {},
  large: { series: 1000, writesPerSecond: 20 },
  rare: { writesPerSecond: 1 },
  tight: { overrides: { ingestion_rate: 10 }, expectsLimits: true, objectives: { writes: 500 } },
}

test('tenants that are only named are all alike', () => {
  expect(dataOf(load)).toEqual({ tenants: ['a', 'b'], series: 100, stripes: 10, interval: 1000, epoch: 0, seed: 1 })
  expect(judgedRoles(load.tenants)).toEqual({})
})

test('a role says what is different', () => {
  expect(dataOf({ ...load, tenants: roles })).toEqual({
    tenants: ['usual', 'large', 'rare', 'tight'],
    series: 100,
    stripes: 10,
    own: { large: { series: 1000, stripes: 20 }, rare: { series: 100, stripes: 1 } },
    interval: 1000,
    epoch: 0,
    seed: 1,
  })
  expect(judgedRoles(roles)).toEqual({ tight: { expectsLimits: true } })
  expect(overridesOf(roles)).toEqual({ tight: { ingestion_rate: 10 } })
  const needed = { usual: { window: '5m' }, tight: { ingestion_rate: 7, window: '5m' } }
  expect(overridesOf(roles, needed)).toEqual({
    usual: { window: '5m' },
    tight: { ingestion_rate: 10, window: '5m' },
  })
})

test('what several signals need of a tenant comes together', () => {
  const all = [{ usual: { window: '5m', delay: '1m' } }, {}, { usual: { delay: '0s' }, rare: { delay: '0s' } }]
  expect(together(all)).toEqual({ usual: { window: '5m', delay: '0s' }, rare: { delay: '0s' } })
})

test('a load that does not say how much it is has the rate of the run, with as many requests as series at most', () => {
  const tenants = ['a', 'b', 'c']
  expect(wantedLoad({ tenants }, 6000)).toMatchObject({ series: 2010, writesPerSecond: 134 })
  expect(wantedLoad({ tenants, writesPerSecond: 4 }, 3000)).toMatchObject({ series: 1005, writesPerSecond: 4 })
  expect(dataOf({ tenants, series: 10 })).toMatchObject({ series: 10, stripes: 10 })
})

test('what is demanded for a tenant depends on its role and on how often it writes', () => {
  const dataset = dataOf({ ...load, tenants: roles })
  const own = ownWriteSpacing(dataset)
  expect(own).toEqual({ large: 50, rare: 1000 })
  const spacing = Object.fromEntries(Object.entries(own).map(([name, writes]) => [name, { writes }]))
  expect(tenantDemands(roles, spacing)).toEqual([
    { name: 'large', demands: {}, spacing: { writes: 50 } },
    { name: 'rare', demands: {}, spacing: { writes: 1000 } },
    { name: 'tight', demands: { writes: 500 } },
  ])
  expect(writeSpacing(dataset)).toBe(100)
})

test('a thin load has fewer requests of every tenant', () => {
  expect(dataOf({ ...load, tenants: roles }, 5)).toMatchObject({
    stripes: 2,
    own: { large: { series: 1000, stripes: 4 }, rare: { series: 100, stripes: 1 } },
    probeIntervalFactor: 5,
  })
})

test('many tenants can write rarely: one request in five seconds, and a role with one a second', () => {
  const rare = { tenants: { usual: {}, often: { writesPerSecond: 1 } }, series: 5, writesPerSecond: 0.2 }
  expect(dataOf(rare)).toMatchObject({
    series: 5,
    stripes: 1,
    own: { often: { series: 5, stripes: 5 } },
    interval: 5000,
  })
})

test('overrides of roles are laid over those of the topology', () => {
  const topology = withOverrides(oneOfEach({ zones: 3, pace: 'fast' }), 'tight', {
    ingestion_rate: 1000,
    ingestion_burst_size: 20,
  })
  expect((withTenants(mimir, topology, overridesOf(roles)) as Topology).overrides).toEqual({
    tight: { ingestion_rate: 10, ingestion_burst_size: 20 },
  })
})

test('tenants that are named later keep their order and their roles', () => {
  const names = { usual: 't-7', large: 't-1', rare: 't-3', tight: 't-2' }
  expect(renamed(['usual', 'large'], names)).toEqual(['t-7', 't-1'])
  expect(Object.entries(renamed(roles, names))).toEqual([
    ['t-7', roles.usual],
    ['t-1', roles.large],
    ['t-3', roles.rare],
    ['t-2', roles.tight],
  ])
  expect(() => renamed(['usual', 'small'], names)).toThrow(
    'tenant small was given no name: mend `load.choose` of the scenario',
  )
  expect(() => renamed(['a', 'b'], { a: 'x', b: 'x' })).toThrow('two tenants were called x: mend')
})

test('other kinds of samples are dealt to tenants in turns, and not to those that expect limits', () => {
  const load: LoadSpec = { tenants: { a: {}, tight: { expectsLimits: true }, b: {} }, series: 4, writesPerSecond: 2 }
  const dataset = datasetOf(wantedLoad(load, 3000), 1, 1, ['counter', 'late', 'churn'])
  expect(dataset.kinds).toEqual({ a: ['counter', 'churn'], b: ['late'] })
  const stripes = everyStripeOf(dataset, 0)
  expect(stripes.map(of => [kindOf(dataset, of), seriesOfStripe(dataset, of), timeOf(dataset, of, 0)])).toEqual([
    [undefined, [0, 2], 0],
    [undefined, [1, 3], 500],
    ['counter', [4], 250],
    ['churn', [5], 750],
  ])
  expect(labelsOf(dataset, 0, 5, 27)).toEqual([
    ['__name__', 'gauntlet_churn'],
    ['generation', '2'],
    ['series', '5'],
    ['stripe', '3'],
    ['tenant', 'a'],
  ])
})
