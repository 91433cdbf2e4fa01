import { expect, test } from 'vitest'
import type { Lacks } from '../../../harness/cluster/lacks.ts'
import { parseFault } from '../../../harness/scenario/requested-fault.ts'
import { separate } from '../../../harness/scenario/requirements.ts'
import type { Planned } from '../../../harness/scenario/suite.ts'
import { fault } from '../faults/plain-fault.ts'
import { small } from './small.ts'

const run = (id: string, needs?: 'partition' | 'nodes', control?: Planned['control']): Planned => ({
  file: `${id}.ts`,
  scenario: small(id, { faults: { it: fault('it', needs ? { requires: needs } : {}) } }),
  ...(control && { control }),
})

const noIp = { why: 'there is no ip on PATH', fix: 'install iproute2' }

/** Names of what can be run, and of what can not, with why and the cure. */
function told(plan: readonly Planned[], lacks: Lacks) {
  const { runnable, notRun } = separate(plan, lacks)
  return {
    runnable: runnable.map(it => it.scenario.id),
    notRun: notRun.map(({ planned, why, fix }) => `${planned.scenario.id}: ${why}: ${fix}`),
  }
}

test('where nothing is lacking, everything is run', () => {
  expect(told([run('cut', 'partition'), run('kill')], {})).toEqual({ runnable: ['cut', 'kill'], notRun: [] })
})

test('where pods can not be cut off, what cuts nobody off is run', () => {
  expect(told([run('kill'), run('cut', 'partition'), run('pause')], { partition: noIp })).toEqual({
    runnable: ['kill', 'pause'],
    notRun: ['cut: it cuts pods off from each other, and there is no ip on PATH: install iproute2'],
  })
})

test('what counts are the faults of the control that is run', () => {
  const faults = { it: fault('it', { requires: 'partition' }) }
  const cutting = { id: 'cut', description: 'it cuts', expectFail: ['loss'], verify: () => undefined, faults } as const
  expect(told([run('kill', undefined, cutting)], { partition: noIp })).toEqual({
    runnable: [],
    notRun: ['kill: it cuts pods off from each other, and there is no ip on PATH: install iproute2'],
  })
})

test('and those that were asked for', () => {
  const asked = { ...run('kill'), faults: [parseFault('partition-zones@1')] }
  expect(told([asked, run('pause')], { partition: noIp }).runnable).toEqual(['pause'])
})

test('in a cluster of somebody else, machines are not stopped', () => {
  const nodes = { why: 'the nodes are not its own', fix: 'leave out --kubeconfig' }
  expect(told([run('stop', 'nodes'), run('kill')], { nodes })).toEqual({
    runnable: ['kill'],
    notRun: [
      'stop: it stops machines, or freezes what runs on them, and the nodes are not its own: leave out --kubeconfig',
    ],
  })
})
