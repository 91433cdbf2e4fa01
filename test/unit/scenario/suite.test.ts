import { describe, expect, test } from 'vitest'
import type { Verdict, VerdictFile } from '../../../harness/history/verdict.ts'
import type { Entry } from '../../../harness/scenario/catalogue.ts'
import { cameOutOf, exitOf, type NotRun, planned, type Ran } from '../../../harness/scenario/suite.ts'
import { UsageError } from '../../../harness/util/errors.ts'
import { small } from './small.ts'

const entry = (id: string, ...controls: string[]): Entry => ({
  file: `${id}.ts`,
  scenario: small(id, {
    controls: controls.map(c => ({ id: c, description: c, expectFail: ['loss'], verify: () => undefined })),
  }),
})

const entries = [entry('kill', 'no-load', 'lie'), entry('pause', 'no-load')]

describe('planned', () => {
  const names = (control: string | undefined) =>
    planned(entries, { control }).map(p => [p.scenario.id, ...(p.control ? [p.control.id] : [])].join('/'))

  test('the scenarios alone', () => expect(names(undefined)).toEqual(['kill', 'pause']))
  test('one control, wherever there is one of that id', () =>
    expect(names('no-load')).toEqual(['kill/no-load', 'pause/no-load']))
  test('several, and the scenarios with them', () =>
    expect(names('scenario,lie')).toEqual(['kill', 'kill/lie', 'pause']))
  test('everything', () => expect(names('all')).toEqual(['kill', 'kill/no-load', 'kill/lie', 'pause', 'pause/no-load']))
  test('a control that nobody has', () =>
    expect(() => names('nope')).toThrow(
      new UsageError('unknown control "nope"', 'use all, scenario, or some of no-load,lie'),
    ))
})

describe('planned with faults and variants', () => {
  const steps = ['first', 'second', 'third'].map(name => ({ name, run: async () => {} }))
  const variants = {
    careful: { description: 'slowly' },
    documented: { description: 'as written', steps: steps.slice(0, 1) },
  }
  const walk: Entry = {
    file: 'walk.ts',
    scenario: small('walk', {
      steps,
      variants: variants,
      faultMatrix: { fault: 'kill-pod', steps: ['1', 'third'], required: ['third'] },
    }),
  }
  const told = (wish: Parameters<typeof planned>[1], all = [walk]) =>
    planned(all, wish).map(({ scenario, control, variant, faults = [], required }) =>
      [scenario.id, control?.id, variant && `as ${variant}`, ...faults.map(f => f.text), required]
        .filter(part => part !== undefined)
        .join(' '),
    )

  test('a fault that was asked for', () =>
    expect(told({ faults: ['kill-pod@2', 'pause-pods@before:third'] })).toEqual([
      'walk kill-pod@2 pause-pods@before:third',
    ]))
  test('another variant, and the first one, which is the scenario itself', () => {
    expect(told({ variant: 'documented' })).toEqual(['walk as documented'])
    expect(told({ variant: 'careful' })).toEqual(['walk'])
  })
  test('all variants, each in a run of its own', () =>
    expect(told({ variant: 'all' })).toEqual(['walk', 'walk as documented']))
  test('steps are those of the variant', () =>
    expect(() => told({ variant: 'documented', faults: ['kill-pod@2'] })).toThrow(
      new UsageError('no step is meant by "2"', 'use one of 1 "first"'),
    ))
  test('a suite with what scenarios declare: the scenario, the combinations, the controls', () =>
    expect(told({ declared: true, control: 'all' }, [walk, entries[1]!])).toEqual([
      'walk',
      'walk kill-pod@1 false',
      'walk kill-pod@3 true',
      'walk no-load',
      'pause',
      'pause no-load',
    ]))
  test('controls alone have no combinations', () =>
    expect(told({ declared: true, control: 'no-load' })).toEqual(['walk no-load']))
  test('a fault in each step that the scenario does not declare is only listed', () =>
    expect(told({ eachStep: 'pause-pods' })).toEqual([
      'walk',
      'walk pause-pods@1 false',
      'walk pause-pods@2 false',
      'walk pause-pods@3 false',
    ]))
  test('a variant that it does not have', () => {
    expect(() => told({ variant: 'hasty' })).toThrow(
      new UsageError('scenario walk has no variant "hasty"', 'use one of careful, documented'),
    )
    expect(() => told({ variant: 'hasty' }, entries)).toThrow(
      new UsageError('scenario kill has no variant "hasty"', 'leave out --variant: it has only one'),
    )
  })
  test.each([
    [{ variant: 'documented', control: 'all' }, '--variant can not be combined with --control'],
    [{ faults: ['kill-pod@1'], eachStep: 'kill-pod' }, '--fault can not be combined with --fault-each-step'],
  ])('%j', (wish, what) => expect(() => told(wish)).toThrow(new UsageError(what, 'run them apart')))
})

const result = (verdict: Verdict, asExpected?: { met: boolean; untold?: true }): Ran => ({
  outcome: 'ran',
  planned: entries[0]!,
  folder: 'runs/x',
  seconds: 1,
  verdict: { verdict, ...(asExpected && { asExpected }) } as VerdictFile,
})
const notRun: NotRun = { outcome: 'not run', planned: entries[0]!, why: 'it needs more', fix: 'give it more' }

test.each([
  ['a valid scenario', result('valid'), 'as expected'],
  ['an invalid scenario', result('invalid'), 'not as expected'],
  ['an unknown scenario', result('unknown'), 'not told'],
  ['a control that is red as expected', result('invalid', { met: true }), 'as expected'],
  ['a control that is unknown as expected', result('unknown', { met: true }), 'as expected'],
  ['a control that is unknown, but should be invalid', result('unknown', { met: false }), 'not told'],
  ['a control whose reason could not be measured', result('invalid', { met: false, untold: true }), 'not told'],
  ['a control that is red for another reason', result('invalid', { met: false }), 'not as expected'],
  ['a control that is green', result('valid', { met: false }), 'not as expected'],
  [
    'an invalid combination that must hold',
    { ...result('invalid'), planned: { ...entries[0]!, required: true } },
    'not as expected',
  ],
  [
    'an invalid combination that is only listed',
    { ...result('invalid'), planned: { ...entries[0]!, required: false } },
    undefined,
  ],
])('%s came out: %s', (_, it, out) => expect(cameOutOf(it)).toBe(out))

test.each([
  ['nothing', [], 3],
  ['one valid run', [result('valid')], 0],
  ['one invalid run', [result('invalid')], 1],
  ['one unknown run', [result('unknown')], 3],
  ['one that was not run', [notRun], 3],
  ['one control alone that is red as expected', [result('invalid', { met: true })], 0],
  ['one control alone that is green', [result('valid', { met: false })], 1],
  ['all as expected', [result('valid'), result('invalid', { met: true }), result('unknown', { met: true })], 0],
  ['a control that is green counts as invalid', [result('valid'), result('valid', { met: false })], 1],
  [
    'a control that is unknown but should be invalid tells nothing',
    [result('valid'), result('unknown', { met: false })],
    3,
  ],
  [
    'a control whose reason could not be measured tells nothing',
    [result('valid'), result('invalid', { met: false, untold: true })],
    3,
  ],
  ['an unknown scenario among valid ones', [result('valid'), result('unknown')], 3],
  ['one that was not run among valid ones', [result('valid'), notRun], 3],
  ['one that was not run among invalid ones', [result('invalid'), notRun], 1],
  ['a control that is red as expected, beside one that was not run', [result('invalid', { met: true }), notRun], 3],
  ['the worst decides', [result('unknown'), result('invalid'), result('valid')], 1],
])('exit code of %s', (_, results, code) => expect(exitOf(results)).toBe(code))
