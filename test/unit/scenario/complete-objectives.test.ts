import { describe, expect, test } from 'vitest'
import { allowancesOf, pathDefaults, pathsOf } from '../../../harness/history/signal.ts'
import { checkObjectives, checkTenantObjectives } from '../../../harness/scenario/check-objectives.ts'
import * as made from '../../../harness/scenario/complete-objectives.ts'
import type { Demands, ObjectivesSpec } from '../../../harness/scenario/demands.ts'
import { UsageError } from '../../../harness/util/errors.ts'
import { signals } from '../../judged.ts'

const objectivesOf = (spec: ObjectivesSpec, it: made.Circumstances) =>
  made.objectivesOf(spec, pathDefaults(signals), it)

const spacing = { writes: 100, instant: 200, range: 1000, labels: 1000, rules: 2000 }
const usual = {
  provider: 'process',
  spacing,
  lightLoad: false,
  steps: ['1 look', '2.1 roll'],
  tenants: [],
  allowances: allowancesOf(signals),
} as const

/** Longest gap, latency, error ratio and age of what must be readable. */
const short = (spec: ObjectivesSpec, it: Parameters<typeof objectivesOf>[1] = usual) =>
  Object.fromEntries(Object.entries(objectivesOf(spec, it).steady).map(([path, o]) => [path, Object.values(o)]))

test('where nothing is said: 200 ms for writes, 400 ms for reads, and no gap that their probes could not show', () => {
  expect(short({})).toEqual({
    writes: [200, 200, 0, 0],
    instant: [400, 400, 0, 0],
    range: [2000, 400, 0, 0],
    labels: [2000, 400, 0, 0],
    'cross-tenant': [400, 400, 0, 0],
    rules: [4000, 400, 0, 0],
    evaluations: [6500, 6500, 0, 0],
    'rules-api': [400, 400, 0, 0],
    alerts: [2000, 2000, 0, 0],
    archive: [2000, 2000, 0, 0],
  })
})

test('a number is both gap and latency, may differ by provider, and other reads are as instant ones', () => {
  const spec = { steady: { writes: { process: 500, kind: 1000 }, instant: { longestGap: 1000, errorRatio: 0.1 } } }
  expect(short(spec, { ...usual, provider: 'kind' })).toMatchObject({
    writes: [1000, 1000, 0, 0],
    instant: [1000, 400, 0.1, 0],
    range: [2000, 400, 0.1, 0],
  })
})

test('what a path says itself holds, unless the load was made thinner than its author meant', () => {
  const spec = { steady: { labels: 500 } }
  expect([short(spec).labels, short(spec, { ...usual, lightLoad: true }).labels]).toEqual([
    [500, 500, 0, 0],
    [2000, 500, 0, 0],
  ])
})

test('faults, steps and tenants say what they change; steps that are not run are left out', () => {
  const because = 'it waits'
  const { faults, steps, tenants } = objectivesOf(
    {
      faults: { 'kill-pod': { because, tail: 1000, instant: 2000 } },
      steps: { '2.1': { because, rules: { longestGap: 9000 } }, '3.3': { because, writes: 500 } },
    },
    { ...usual, tenants: [{ name: 'tenant-a', demands: { writes: { readableAfter: 100 } } }] },
  )
  expect({ faults, steps, tenants }).toEqual({
    faults: { 'kill-pod': { because, tail: 1000, paths: { instant: { longestGap: 2000, latency: 2000 } } } },
    steps: { '2.1 roll': { because, tail: 0, paths: { rules: { longestGap: 9000 } } } },
    tenants: { 'tenant-a': { writes: { readableAfter: 100 } } },
  })
})

test('a tenant that writes more rarely than others has no gap that its writes could not show, unless somebody chose one', () => {
  const writesOf = (spec: ObjectivesSpec, demands: Demands, lightLoad = false) =>
    objectivesOf(spec, { ...usual, lightLoad, tenants: [{ name: 'rare', demands, spacing: { writes: 1000 } }] }).tenants
      .rare!.writes!.longestGap
  const chosen = { steady: { writes: 500 } }
  expect([
    writesOf({}, {}),
    writesOf(chosen, {}),
    writesOf(chosen, { writes: 800 }),
    writesOf(chosen, { writes: 800 }, true),
  ]).toEqual([2000, 500, 800, 2000])
})

test('a rule that is evaluated rarely, as with many tenants, is not demanded more often', () => {
  const rarely = { ...usual, spacing: { ...spacing, evaluations: 30_000 } }
  const gap = (spec: ObjectivesSpec) => objectivesOf(spec, rarely).steady.evaluations!.longestGap
  expect([gap({}), gap({ steady: { evaluations: 8000 } })]).toEqual([60_000, 60_000])
})

describe('refused', () => {
  const known = {
    steps: ['1 look', '2.1 roll'],
    faults: ['own-fault'],
    paths: pathsOf(signals),
    allowances: ['notificationDelay'],
  }
  const because = 'it waits'
  test.each<[ObjectivesSpec, what: string, fix: string]>([
    [
      { steady: { writes: 2001 } },
      'it has an objective for writes: longestGap 2001 ms, and 2000 ms are the most outside of a fault',
      'demand more of it, or declare it for the fault that costs it',
    ],
    [
      { steps: { '2.1': { because, instant: { longestGap: 500, latency: { process: 500, kind: 3000 } } } } },
      'it has an objective for step "2.1" for instant: latency 3000 ms, and 2000 ms are the most outside of a fault',
      'demand more of it, or declare it for the fault that costs it',
    ],
    [
      { steps: { '2.1': { because: '', instant: 500 } } },
      'it has an objective for step "2.1" without a reason',
      'say why it costs that: `because`',
    ],
    [
      { faults: { 'kill-pod': { because, tail: 10_001 } } },
      'it has an objective for fault "kill-pod" with a tail of 10001 ms',
      'use 0 to 10000',
    ],
    [
      { allowances: { duplicateEvaluations: 1 } },
      'it has allowance "duplicateEvaluations"',
      'use one of: notificationDelay',
    ],
    [{ steady: { writes: 0 } }, 'it has an objective for writes: longestGap 0', 'use more than 0 ms'],
    [{ steady: { instant: { errorRatio: 2 } } }, 'it has an objective for instant: errorRatio 2', 'use 0 to 1'],
  ])('%j', (spec, what, fix) => {
    expect(() => checkObjectives('it', spec, known)).toThrow(new UsageError(what, fix))
  })

  test('a tenant may not be allowed more than every tenant', () => {
    expect(() =>
      checkTenantObjectives('tenant "a" of it', { objectives: { alerts: { readableAfter: 10_001 } } }, known),
    ).toThrow(
      new UsageError(
        'tenant "a" of it has an objective for alerts: readableAfter 10001 ms, and 10000 ms are the most outside of a fault',
        'demand more of it, or declare it for the fault that costs it',
      ),
    )
  })

  test('a fault may cost what it costs', () => {
    checkObjectives('it', { faults: { 'kill-zones': { because, instant: 20_000 } } }, known)
  })
})
