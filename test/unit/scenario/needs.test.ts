import { expect, test } from 'vitest'
import { parseFault } from '../../../harness/scenario/asked-fault.ts'
import { checkNeeds } from '../../../harness/scenario/needs.ts'
import type { Planned } from '../../../harness/scenario/suite.ts'
import { UsageError } from '../../../harness/util/errors.ts'
import { fault } from '../faults/plain-fault.ts'
import { small } from './small.ts'

const run = (id: string, needs?: 'partition' | 'nodes', control?: Planned['control']): Planned => ({
  file: `${id}.ts`,
  scenario: small(id, { faults: { it: fault('it', needs ? { needs } : {}) } }),
  ...(control && { control }),
})

const WHAT = 'cut cuts pods off, which needs networks of their own for them, and this run has none'
const FIX = 'use --addresses ip and --isolation namespaces where `npm run scenario -- doctor` says that partitions work'

test('where pods have networks of their own, everything can be run', () => {
  expect(checkNeeds([run('cut', 'partition'), run('kill')], { partition: true, nodes: true, names: true })).toBe(
    undefined,
  )
})

test('where they have none, what cuts nothing off can be run', () => {
  expect(checkNeeds([run('kill'), run('pause')], { partition: false, nodes: true, names: true })).toBe(undefined)
})

test('a scenario that cuts pods off is refused, and what goes without it is named', () => {
  expect(() => checkNeeds([run('cut', 'partition')], { partition: false, nodes: true, names: true })).toThrow(
    new UsageError(WHAT, FIX),
  )
  expect(() =>
    checkNeeds([run('kill'), run('cut', 'partition'), run('pause')], { partition: false, nodes: true, names: true }),
  ).toThrow(new UsageError(WHAT, `${FIX}, or run only kill pause`))
})

test('what counts are the faults of the control that is run', () => {
  const faults = { it: fault('it', { needs: 'partition' }) }
  const cutting = { id: 'cut', says: 'it cuts', red: ['loss'], faults } as const
  expect(() => checkNeeds([run('cut', undefined, cutting)], { partition: false, nodes: true, names: true })).toThrow(
    new UsageError(WHAT, FIX),
  )
})

test('in a cluster of somebody else, machines are not stopped', () => {
  expect(() =>
    checkNeeds([run('stop', 'nodes'), run('kill')], { partition: false, nodes: false, names: true }),
  ).toThrow(
    new UsageError(
      'stop stops machines or freezes what runs on them, which needs machines of its own, and this run has none',
      'leave out --kubeconfig: the run makes a cluster of its own then, or run only kill',
    ),
  )
})

test('and those that were asked for', () => {
  const asked = { ...run('kill'), faults: [parseFault('partition-zones@1')] }
  expect(() => checkNeeds([asked, run('pause')], { partition: false, nodes: true, names: true })).toThrow(
    new UsageError(WHAT.replace('cut', 'kill'), `${FIX}, or run only pause`),
  )
})
