import { expect, test } from 'vitest'
import { equals, gate, killPod } from '../../../harness/index.ts'
import { type Actions, type Controls, microservices, type Steps, scenario } from '../../../harness/mimir/index.ts'

/**
 * What the compiler says of names. `npm run lint` compiles this file: where a line below an expected error has none, that is an error. At run time
 * the same is refused when the scenario is declared, but for what only a step's code knows.
 */

const gates = { serving: gate('sum(up)', equals(14), '{component=~".+"}') }
const faults = { kill: killPod('ingester-zone-a-0') }
const right = {
  id: 'typed',
  title: 'Typed',
  proves: 'nothing',
  suites: [],
  topology: (pace: 'fast' | 'real') => microservices({ zones: 3, pace }),
  gates,
  faults,
} as const

test('what is there is accepted, wherever it is written', () => {
  const steps = [
    { name: '1 look', run: t => t.gate('serving') },
    {
      name: '2.1 kill it',
      async run(t) {
        await t.inject('kill')
        await t.recover('kill')
      },
    },
  ] as const satisfies Steps<keyof typeof gates, keyof typeof faults>
  const controls = [
    {
      id: 'refused',
      description: 's',
      expectFail: ['availability'],
      verify: () => undefined,
      mayFail: ['rules'],
      faults: { kill: killPod('ingester-zone-b-0') },
      inject: { step: '2.1 kill it', defect: { kind: 'swap-tenant', of: 'tenant-a', from: 'tenant-b' } },
    },
    {
      id: 'own-steps',
      description: 's',
      expectFail: ['loss'],
      verify: () => undefined,
      steps: [{ name: 'only this', run: t => t.traffic(1) }],
    },
  ] as const satisfies Controls
  const it = scenario({
    ...right,
    steps,
    controls,
    objectives: {
      steady: { instant: 1000, writes: { process: 500, kind: 1000 } },
      faults: { 'kill-pod': { because: 'reads wait for a connect timeout', tail: 1000, instant: 5000 } },
      steps: { '2.1': { because: 'the ring has to notice', rules: 8000 } },
    },
    faultMatrix: { fault: 'kill-pod', steps: ['1', '2.1'], required: ['2.1 kill it'] },
  })
  expect(it.steps.map(s => s.name)).toEqual(['1 look', '2.1 kill it'])
})

test('tenants that have roles are known by their names', () => {
  scenario({
    ...right,
    load: { tenants: { small: { objectives: { writes: { errorRatio: 0.1 } } }, large: { series: 1000 } } },
    steps: [{ name: 'one', run: async () => {} }],
    controls: [
      {
        id: 'c',
        description: 's',
        expectFail: ['loss'],
        verify: () => undefined,
        inject: { step: 'one', defect: { kind: 'change-value', of: 'large' } },
      },
    ],
  })
  expect(() =>
    scenario({
      ...right,
      load: { tenants: { small: {}, large: { series: 1000 } } },
      steps: [{ name: 'one', run: async () => {} }],
      controls: [
        {
          id: 'c',
          description: 's',
          expectFail: ['loss'],
          verify: () => undefined,
          // @ts-expect-error "larger" is not "large"
          inject: { step: 'one', defect: { kind: 'change-value', of: 'larger' } },
        },
      ],
    }),
  ).toThrow('lies to tenant "larger"')
})

test('a control says how its reason is verified', () => {
  scenario({
    ...right,
    steps: [{ name: 'one', run: async () => {} }],
    // @ts-expect-error without verify any failure anywhere would be its reason
    controls: [{ id: 'c', description: 's', expectFail: ['loss'] }],
  })
})

test('a step waits for gates of its scenario, and injects its faults', () => {
  scenario({
    ...right,
    controls: [{ id: 'c', description: 's', expectFail: ['loss'], verify: () => undefined }],
    steps: [
      {
        name: 'one',
        async run(t) {
          // @ts-expect-error "servin" is not "serving"
          await t.gate('servin')
          // @ts-expect-error "kil" is not "kill"
          await t.inject('kil')
          // @ts-expect-error "kil" is not "kill"
          await t.recover('kil')
        },
      },
    ],
  })
})

test('so does a step in another file', () => {
  const steps: Steps<'nope'> = [{ name: 'one', run: t => t.gate('nope') }]
  const helper = async (t: Actions) => {
    // @ts-expect-error a helper that says nothing of gates waits for none
    await t.gate('serving')
  }
  const given = {
    ...right,
    controls: [{ id: 'c', description: 's', expectFail: ['loss'], verify: () => undefined }],
  } as const
  scenario({
    ...given,
    steps: [{ name: 'one', run: helper }],
  })
  scenario({
    ...given,
    // @ts-expect-error the scenario has no gate "nope"
    steps,
  })
})

test('controls act in steps, replace faults and expect checks that are there', () => {
  const steps = [{ name: 'one', run: async () => {} }] as const
  const control = { id: 'c', description: 's', expectFail: ['loss'], verify: () => undefined } as const
  const declared = (say: () => unknown) => expect(say)

  declared(() =>
    scenario({
      ...right,
      steps,
      // @ts-expect-error there is no step "on"
      controls: [{ ...control, inject: { step: 'on', defect: { kind: 'drop-push', every: 2 } } }],
    }),
  ).toThrow('scenario typed: control c acts in step "on": use one of: one')

  declared(() =>
    scenario({
      ...right,
      steps,
      // @ts-expect-error there is no step "on"
      controls: [{ ...control, before: { step: 'on', run: async () => {} } }],
    }),
  ).toThrow('scenario typed: control c acts in step "on": use one of: one')

  declared(() =>
    scenario({
      ...right,
      steps,
      // @ts-expect-error there is no fault "kil"
      controls: [{ ...control, faults: { kil: killPod('ingester-zone-a-0') } }],
    }),
  ).toThrow('scenario typed: control c replaces fault "kil": use one of: kill')

  declared(() =>
    scenario({
      ...right,
      steps,
      // @ts-expect-error there is no check "los"
      controls: [{ ...control, expectFail: ['los'], verify: () => undefined }],
    }),
  ).toThrow(
    'scenario typed: control c expects check "los" to be red: use one of: loss, redundancy, isolation, exemplars, rules, archive, alerts, k6, reference-prometheus, availability, ',
  )

  declared(() =>
    scenario({
      ...right,
      steps,
      // @ts-expect-error there is no tenant "tenant-d"
      controls: [{ ...control, inject: { step: 'one', defect: { kind: 'change-value', of: 'tenant-d' } } }],
    }),
  ).toThrow('scenario typed: control c lies to tenant "tenant-d": use one of: tenant-a, tenant-b, tenant-c')
})

test('so do objectives and the fault matrix', () => {
  const given = {
    ...right,
    steps: [{ name: '1 one', run: async () => {} }],
    controls: [{ id: 'c', description: 's', expectFail: ['loss'], verify: () => undefined }],
  } as const

  expect(() =>
    scenario({
      ...given,
      // @ts-expect-error there is no path "instnat"
      objectives: { steady: { instnat: 1000 } },
    }),
  ).toThrow(
    'scenario typed: it has an objective for path "instnat": use one of: writes, instant, range, labels, cross-tenant, ',
  )

  expect(() =>
    scenario({
      ...given,
      // @ts-expect-error there is no step "two"
      objectives: { steps: { two: { because: 's', instant: 1000 } } },
    }),
  ).toThrow('scenario typed: no step is meant by "two": use one of 1 "1 one"')

  expect(() =>
    scenario({
      ...given,
      // @ts-expect-error a step's has a reason
      objectives: { steps: { '1 one': { instant: 1000 } } },
    }),
  ).toThrow('scenario typed: it has an objective for step "1 one" without a reason: say why it costs that: `because`')

  expect(() =>
    scenario({
      ...given,
      // @ts-expect-error there is no step "two"
      faultMatrix: { fault: 'kill-pod', steps: ['two'] },
    }),
  ).toThrow('scenario typed: no step is meant by "two": use one of 1 "1 one"')

  expect(() =>
    scenario({
      ...given,
      // @ts-expect-error there is no such kind of fault
      faultMatrix: { fault: 'kil-pod' },
    }),
  ).toThrow('scenario typed: fault "kil-pod@1" is of no known kind: use one of kill-pod, ')
})
