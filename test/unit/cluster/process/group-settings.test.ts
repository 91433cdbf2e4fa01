import { expect, test } from 'vitest'
import { ranOutOfMemory, settingsOf } from '../../../../harness/cluster/process/group-settings.ts'

const said = (version: 1 | 2, limits: { cpu: number; memory: number }) =>
  (['cpu', 'memory'] as const)
    .flatMap(resource => settingsOf(resource, { version, folder: '/group' }, limits[resource]))
    .map(({ file, value, optional }) => `${file} = ${value}${optional ? ', where there is one' : ''}`)

test('cores and bytes as each version has them', () => {
  const limits = { cpu: 0.25, memory: 2 ** 28 }
  expect({ 1: said(1, limits), 2: said(2, limits) }).toEqual({
    1: [
      'cpu.cfs_period_us = 100000',
      'cpu.cfs_quota_us = 25000',
      'memory.limit_in_bytes = 268435456',
      'memory.memsw.limit_in_bytes = 268435456, where there is one',
    ],
    2: ['cpu.max = 25000 100000', 'memory.max = 268435456', 'memory.swap.max = 0, where there is one'],
  })
})

const one = (kills: number) => `oom_kill_disable 0\nunder_oom 0\noom_kill ${kills}\n`
const two = (reached: number, kills: number) => `low 0\nhigh 0\nmax 9\noom ${reached}\noom_kill ${kills}\n`

test.for([
  ['ended at its limit', 1, [one(1), '268435456\n', '268435456\n'], true],
  ['ended since the machine had no more', 1, [one(1), '100000000\n', '268435456\n'], false],
  ['at its limit with files that were read, and not ended', 1, [one(0), '268435456\n', '268435456\n'], false],
  ['ended at its limit', 2, [two(1, 1)], true],
  ['ended since the machine had no more', 2, [two(0, 1)], false],
  ['refused more, and not ended', 2, [two(3, 0)], false],
] as const)('a process that was %s, in version %i', ([, version, texts, ended]) => {
  expect(ranOutOfMemory(version, texts)).toBe(ended)
})
