import { expect, test } from 'vitest'
import { checkPause } from '../../../harness/commands/pause-flag.ts'
import { parsePause, pausesAt } from '../../../harness/scenario/pause-point.ts'
import { UsageError } from '../../../harness/util/errors.ts'
import gateHolds from '../../tiny/gate-holds.scenario.ts'

test('where an operation may pause', () => {
  expect(parsePause('before:2')).toEqual({ when: 'before', step: '2' })
  expect(parsePause('after:kill: it')).toEqual({ when: 'after', step: 'kill: it' })
  expect(parsePause('on-red')).toEqual({ when: 'on-red' })
})

test.each(['', '2', 'before:', 'during:2', 'on-red:2'])('%j is no such place', text => {
  expect(() => parsePause(text)).toThrow(
    new UsageError(
      `pause "${text}" does not say where`,
      'write before:<step>, after:<step> or on-red, as in --pause before:2',
    ),
  )
})

test('it pauses there and nowhere else', () => {
  const names = ['1. kill it', 'go on']
  const all = (text?: string) =>
    names.flatMap((_, i) => (['before', 'after'] as const).map(when => pausesAt(text, names, when, i)))
  expect([all('before:1'), all('after:go on'), all('on-red'), all()]).toEqual([
    [true, false, false, false],
    [false, false, false, true],
    [false, false, false, false],
    [false, false, false, false],
  ])
})

test('what can not be is refused: a step that is not there, runs side by side, JSON, no terminal', () => {
  const plan = [{ scenario: gateHolds }]
  const flags = { pause: 'before:2', parallel: 1, json: false, dry: false }
  const refused = (changes: Partial<typeof flags>) => () => checkPause(plan, { ...flags, ...changes })
  expect(refused({ pause: 'before:3' })).toThrow(
    new UsageError('no step is meant by "3"', 'use one of 1 "wait for items", 2 "go on"'),
  )
  for (const [changes, flag] of [
    [{ parallel: 2 }, '--parallel'],
    [{ json: true }, '--json'],
  ] as const) {
    expect(refused(changes)).toThrow(
      new UsageError(`--pause can not be combined with ${flag}`, 'leave one of them out'),
    )
  }
  expect(refused({ dry: true })).not.toThrow()
})
