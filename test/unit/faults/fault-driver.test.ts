import { expect, test } from 'vitest'
import type { Scene } from '../../../harness/faults/fault.ts'
import { FaultDriver } from '../../../harness/faults/fault-driver.ts'
import { noOp } from '../../../harness/faults/no-op.ts'
import type { FaultEvent } from '../../../harness/history/events.ts'
import { fault } from './plain-fault.ts'

/** Faults on a scene that these faults do not look at, and what is recorded: `kill#1 injecting`. */
function setup() {
  const events: FaultEvent[] = []
  const faults = new FaultDriver({} as Scene, { record: event => void events.push(event as FaultEvent) })
  const told = () =>
    events.map(({ id, phase, detail }) => [id, phase, ...(detail === undefined ? [] : [detail])].join(' '))
  return { faults, events, told }
}

test('a fault is injected, proved, recovered, and proved to be over', async () => {
  const { faults, events, told } = setup()
  const kill = fault('kill')
  await faults.inject('it', kill)
  await faults.recover('it', kill)
  expect(told()).toEqual([
    'kill#1 injecting',
    'kill#1 injected',
    'kill#1 effective ingester-0 is gone',
    'kill#1 recovering',
    'kill#1 recovered ingester-0 is back',
  ])
  const { at, ...first } = events[0]!
  expect(first).toEqual({ type: 'fault', id: 'kill#1', kind: 'kill', pods: ['ingester-0'], phase: 'injecting' })
  expect(events.every((e, i) => i === 0 || e.at >= events[i - 1]!.at)).toBe(true)
})

test('the pods of a fault are those that it hit when it began', async () => {
  const { faults, events } = setup()
  let pods = ['ingester-0', 'ingester-1']
  const kill = fault('kill', { pods: () => pods })
  await faults.inject('it', kill)
  pods = []
  await faults.recover('it', kill)
  expect(events.map(e => e.pods)).toEqual(Array(5).fill(['ingester-0', 'ingester-1']))
})

test('a fault may not begin while another one lasts', async () => {
  const { faults, told } = setup()
  await faults.inject('first', fault('kill'))
  await expect(faults.inject('second', fault('pause'))).rejects.toThrow(
    new Error('fault "second" would overlap with kill#1: recover that first'),
  )
  expect(told().filter(line => line.startsWith('pause'))).toEqual([])
})

test("one that the command line asked for says so, and is in nobody's way", async () => {
  const { faults, events } = setup()
  await faults.inject('first', fault('kill'))
  await faults.inject('asked', fault('pause'), 'pause@2')
  await faults.recover('first', fault('kill'))
  await faults.inject('second', fault('kill'))
  expect(events.filter(e => e.phase === 'injecting').map(({ id, requested: asked }) => [id, asked])).toEqual([
    ['kill#1', undefined],
    ['pause#2', 'pause@2'],
    ['kill#3', undefined],
  ])
})

test('one after the other is no overlap', async () => {
  const { faults, told } = setup()
  const kill = fault('kill')
  for (let i = 0; i < 2; i++) {
    await faults.inject('it', kill)
    await faults.recover('it', kill)
  }
  expect(told().filter(line => line.includes('injecting'))).toEqual(['kill#1 injecting', 'kill#2 injecting'])
})

const never = (what: string) => async (): Promise<never> => {
  throw new Error(what)
}

test.each([
  ['inject', 'no such pod', ['kill#1 injecting', 'kill#1 failed no such pod']],
  ['effect', 'still up', ['kill#1 injecting', 'kill#1 injected', 'kill#1 failed still up']],
] as const)('%s that fails is recorded and thrown', async (part, what, lines) => {
  const { faults, told } = setup()
  await expect(faults.inject('it', fault('kill', { [part]: never(what) }))).rejects.toThrow(new Error(what))
  expect(told()).toEqual(lines)
})

test.each([['recover'], ['recovered']] as const)('%s that fails is recorded and thrown', async part => {
  const { faults, told } = setup()
  const kill = fault('kill', { [part]: never('not ready') })
  await faults.inject('it', kill)
  await expect(faults.recover('it', kill)).rejects.toThrow(new Error('not ready'))
  expect(told().slice(3)).toEqual(['kill#1 recovering', 'kill#1 failed not ready'])
})

test('what was never injected can not be recovered', async () => {
  const { faults } = setup()
  await expect(faults.recover('it', fault('kill'))).rejects.toThrow(
    new Error('fault "it" can not be recovered: it was never injected'),
  )
})

test('a noOp fault is the same fault without its deed', async () => {
  const done: string[] = []
  const kill = fault('kill', { inject: async () => void done.push('killed') })
  await noOp(kill).inject({} as Scene)
  expect({ done, rest: { ...noOp(kill), inject: kill.inject } }).toEqual({ done: [], rest: kill })
})
