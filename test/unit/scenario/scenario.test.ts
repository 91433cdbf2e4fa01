import { expect, test } from 'vitest'
import type { Fault } from '../../../harness/faults/fault.ts'
import { killPod, killZones } from '../../../harness/faults/kill.ts'
import { scenario } from '../../../harness/mimir/index.ts'
import { oneOfEach } from '../../../harness/mimir/topology/modes.ts'
import { scale } from '../../../harness/mimir/topology/operations.ts'
import type { Topology } from '../../../harness/mimir/topology/topology.ts'
import { isScenario } from '../../../harness/scenario/declare.ts'
import type { Actions, ScenarioSpec as AnySpec } from '../../../harness/scenario/scenario.ts'
import { varied } from '../../../harness/scenario/variants.ts'
import { UsageError } from '../../../harness/util/errors.ts'
import { fault } from '../faults/plain-fault.ts'

type ScenarioSpec = AnySpec<Topology>

const spec: ScenarioSpec = {
  id: 'ingester-kill',
  title: 'An ingester dies',
  proves: 'One ingester can die.',
  suites: ['quick'],
  topology: pace => oneOfEach({ zones: 3, pace }),
  faults: { kill: fault('kill-pod') },
  steps: [
    { name: 'look', run: async () => {} },
    { name: 'kill it', run: async () => {} },
  ],
  controls: [
    { id: 'no-load', description: 'there is no load', expectFail: ['loss'], verify: () => undefined, noLoad: true },
  ],
}

test('what a scenario does not say has a default', () => {
  const given: ScenarioSpec = { ...spec, load: { series: 10 } }
  const { load, faults, gates } = scenario(given)
  expect({ load, faults: Object.keys(faults), gates }).toEqual({
    load: { tenants: ['tenant-a', 'tenant-b', 'tenant-c'], series: 10 },
    faults: ['kill'],
    gates: {},
  })
})

test('only what scenario() returned is a scenario, whichever copy of the module made it', () => {
  expect([scenario(spec), spec, undefined, null, 'ingester-kill'].map(isScenario)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ])
})

const WORKLOADS = oneOfEach({ zones: 3, pace: 'fast' })
  .workloads.map(w => w.name)
  .join(', ')
const PODS = WORKLOADS.split(', ')
  .map(name => `${name}-0`)
  .join(', ')
const control = { id: 'lie', description: 'it lies', expectFail: ['loss'], verify: () => undefined } as const
test.each<[what: string, fix: string, change: Partial<ScenarioSpec>]>([
  ['its id is not in kebab-case', 'use small letters, digits and dashes', { id: 'Kill it' }],
  ['it has no steps', 'add at least one step', { steps: [] }],
  [
    'its place "old cluster" has no short name',
    'use ten small letters and digits at most',
    { places: { 'old cluster': { topology: spec.topology } } },
  ],
  [
    'it has more than two places',
    'leave one of `places` out',
    { places: { vm: { topology: spec.topology }, old: { topology: spec.topology } } },
  ],
  [
    'it has no control',
    'add a variant that must come out red: a check that can not fail proves nothing',
    { controls: [] },
  ],
  [
    'a step is called "steady state"',
    'leave it out and say `steadyState: <seconds>`: every run begins with one',
    { steps: [{ name: 'steady state', run: async () => {} }] },
  ],
  [
    'its steady state is to last 0 s',
    'use 1 s or more: what is not seen in it can not be told from the operation',
    { steadyState: 0 },
  ],
  ['two steps have the same name', 'name every step differently', { steps: [spec.steps[0]!, spec.steps[0]!] }],
  ['two controls have the same id', 'name every control differently', { controls: [control, control] }],
  [
    'control lie acts in step "nope"',
    'use one of: look, kill it',
    { controls: [{ ...control, inject: { step: 'nope', defect: { kind: 'drop-push', every: 2 } } }] },
  ],
  [
    'control lie acts in step "nope"',
    'use one of: look, kill it',
    { controls: [{ ...control, before: { step: 'nope', run: async () => {} } }] },
  ],
  [
    'control lie lies to tenant "tenant-x"',
    'use one of: tenant-a, tenant-b, tenant-c',
    { controls: [{ ...control, inject: { step: 'kill it', defect: { kind: 'change-value', of: 'tenant-x' } } }] },
  ],
  [
    'control lie lies to tenant "tenant-b"',
    'use one of: tenant-a, tenant-c',
    {
      load: { tenants: ['tenant-a', 'tenant-c'] },
      controls: [
        { ...control, inject: { step: 'kill it', defect: { kind: 'swap-tenant', of: 'tenant-a', from: 'tenant-b' } } },
      ],
    },
  ],
  ['it has 0 tenants', 'give 1 to 1000', { load: { tenants: [] } }],
  ['two tenants of it have the same name', 'name every tenant differently', { load: { tenants: ['a', 'a'] } }],
  [
    'tenant "a" of it has 0 series',
    'give a whole number from 1 to 32768',
    { load: { tenants: { a: { series: 0 }, b: {} } } },
  ],
  [
    'tenant "a" of control lie has 0 writes per second',
    'give more than 0',
    { controls: [{ ...control, load: { tenants: { a: { writesPerSecond: 0 } } } }] },
  ],
  [
    'control lie lies to tenant "tenant-a"',
    'use one of: small, large',
    {
      load: { tenants: { small: {}, large: { series: 1000 } } },
      controls: [{ ...control, inject: { step: 'kill it', defect: { kind: 'change-value', of: 'tenant-a' } } }],
    },
  ],
  [
    'control lie replaces fault "nope"',
    'use one of: kill',
    { controls: [{ ...control, faults: { nope: fault('kill-pod') } }] },
  ],
  [
    'fault "kill": there is no pod querier-1',
    `use one of ${PODS}, or have the scenario say what it \`becomes\` where a step adds it`,
    { faults: { kill: killPod('querier-1') } },
  ],
  [
    'step "fill it" may lose a pod: there is no pod querier-1',
    `use one of ${PODS}, or have the scenario say what it \`becomes\` where a step adds it`,
    { steps: [{ name: 'fill it', mayDie: ['querier-1'], run: async () => {} }] },
  ],
  [
    'control lie: fault "kill": there is no zone zone-c',
    'use one of zone-a, zone-b, or have the scenario say what it `becomes` where a step adds it',
    {
      topology: pace => oneOfEach({ zones: 2, pace }),
      controls: [{ ...control, faults: { kill: killZones('zone-c') } }],
    },
  ],
  [
    'control lie: no workload is called "querierr"',
    `use one of ${WORKLOADS}`,
    { controls: [{ ...control, topology: t => scale(t, 'querierr', 2) }] },
  ],
])('%s: %s', (what, fix, change) => {
  const made: ScenarioSpec = { ...spec, ...change }
  expect(() => scenario(made)).toThrow(new UsageError(`scenario ${made.id}: ${what}`, fix))
})

test('a fault may be aimed at a pod that a step adds, when the scenario says what it becomes', () => {
  const becomes: ScenarioSpec['topology'] = pace => scale(oneOfEach({ zones: 3, pace }), 'querier', 2)
  const given: ScenarioSpec = { ...spec, becomes, faults: { kill: killPod('querier-1') } }
  expect(scenario(given).faults.kill?.targets).toEqual({ pods: ['querier-1'] })
})

test('without a control a scenario is what it is', () => {
  const it = scenario(spec)
  expect(varied(it, undefined)).toBe(it)
})

test('a control changes topology and faults, and does something before a step', async () => {
  const done: string[] = []
  const given: ScenarioSpec = {
    ...spec,
    steps: [
      { name: 'look', run: async () => void done.push('look') },
      { name: 'kill it', ref: 'the runbook', run: async () => void done.push('kill it') },
    ],
  }
  const it = scenario(given)
  const harmless: Fault = fault('nothing')
  const other = varied(it, {
    ...control,
    topology: (t: unknown) => scale(t as Topology, 'querier', 2),
    faults: { kill: harmless },
    before: { step: 'kill it', run: async () => void done.push('before it') },
  })
  for (const step of other.steps) await step.run({} as Actions<string, string>)
  expect({
    done,
    ref: other.steps[1]!.ref,
    kill: other.faults.kill,
    queriers: (other.topology('fast') as Topology).workloads.find(w => w.name === 'querier')!.replicas,
  }).toEqual({ done: ['look', 'before it', 'kill it'], ref: 'the runbook', kill: harmless, queriers: 2 })
})
