import type { V1Deployment, V1StatefulSet } from '@kubernetes/client-node'
import { expect, test } from 'vitest'
import { nextOf, stuckPod } from '../../../../harness/cluster/kind/rollout.ts'
import { pod } from './pods.ts'

const set = (name: string, different: Partial<V1StatefulSet> = {}): V1StatefulSet => ({
  metadata: { name, generation: 1 },
  spec: { replicas: 1, updateStrategy: { type: 'OnDelete' }, selector: {}, serviceName: name, template: {} },
  status: { observedGeneration: 1, updateRevision: 'new', replicas: 1 },
  ...different,
})
const deployment = (name: string, updated = 1): V1Deployment => ({
  metadata: { name, generation: 1 },
  spec: { replicas: 1, selector: {}, template: {} },
  status: { observedGeneration: 1, updatedReplicas: updated },
})
const sets = [set('ingester-zone-a'), set('ingester-zone-b')]
/** As the fleet has it: zone a, then zone b. */
const turnOf = (name: string) => (name.endsWith('a') ? 0 : 1)
const [a, b] = [pod('ingester-zone-a-0'), pod('ingester-zone-b-0')]

test('all there, ready and up to date: nothing is left to do', () => {
  expect(nextOf({ sets, deployments: [], turnOf, pods: [a, b] })).toEqual({ kind: 'done' })
})

test('what is waited for is told', () => {
  const told = (standing: Partial<Parameters<typeof nextOf>[0]>) => {
    const next = nextOf({ sets, deployments: [], turnOf, pods: [a, b], ...standing })
    return next.kind === 'wait' ? next.seen : next.kind
  }
  expect(told({ pods: [a] })).toBe('1 of 2 pods are there')
  expect(told({ pods: [a, pod('ingester-zone-b-0', { ready: false, trouble: 'CrashLoopBackOff' })] })).toBe(
    'ingester-zone-b-0 not ready (CrashLoopBackOff)',
  )
  expect(told({ pods: [a, b, pod('querier-x', { terminating: true })] })).toBe('querier-x is still ending')
  expect(told({ sets: [...sets, set('late', { status: { replicas: 0, observedGeneration: 0 } })] })).toBe(
    'late has not been taken up yet',
  )
  expect(told({ sets: [], deployments: [deployment('querier', 0)], pods: [pod('querier-x')] })).toBe(
    'querier is being rolled',
  )
})

test('zones are restarted one after the other, and only when all are well', () => {
  const old = { hash: 'old' }
  const stale = [pod('ingester-zone-a-0', old), pod('ingester-zone-b-0', old)]
  expect(nextOf({ sets, deployments: [], turnOf, pods: stale })).toEqual({
    kind: 'restart',
    sets: ['ingester-zone-a'],
    pods: ['ingester-zone-a-0'],
  })
  const restarting = [pod('ingester-zone-a-0', { ready: false }), pod('ingester-zone-b-0', old)]
  expect(nextOf({ sets, deployments: [], turnOf, pods: restarting })).toEqual({
    kind: 'wait',
    seen: 'ingester-zone-a-0 not ready',
  })
  expect(nextOf({ sets, deployments: [], turnOf, pods: [a, pod('ingester-zone-b-0', old)] })).toEqual({
    kind: 'restart',
    sets: ['ingester-zone-b'],
    pods: ['ingester-zone-b-0'],
  })
})

test('sets with the same turn are restarted together, and lower turns first, whatever their names', () => {
  const old = { hash: 'old' }
  const pods = [pod('ingester-zone-a-0', old), pod('ingester-zone-b-0', old)]
  expect(nextOf({ sets, deployments: [], turnOf: () => 3, pods })).toEqual({
    kind: 'restart',
    sets: ['ingester-zone-a', 'ingester-zone-b'],
    pods: ['ingester-zone-a-0', 'ingester-zone-b-0'],
  })
  expect(nextOf({ sets, deployments: [], turnOf: name => -turnOf(name), pods })).toMatchObject({
    sets: ['ingester-zone-b'],
  })
})

test('a set that Kubernetes rolls by itself is waited for', () => {
  const rolling = set('compactor', {
    spec: { replicas: 1, updateStrategy: { type: 'RollingUpdate' }, selector: {}, serviceName: '', template: {} },
  })
  expect(nextOf({ sets: [rolling], deployments: [], turnOf, pods: [pod('compactor-0', { hash: 'old' })] })).toEqual({
    kind: 'wait',
    seen: 'compactor is being rolled',
  })
})

test('a pod that is held back by a fault is neither waited for nor restarted; before it is back no zone is', () => {
  const held = pod('ingester-zone-b-0', { gated: true, ready: false, running: false, hash: 'old' })
  expect(nextOf({ sets, deployments: [], turnOf, pods: [a, held] })).toEqual({ kind: 'done' })
  expect(nextOf({ sets, deployments: [], turnOf, pods: [pod('ingester-zone-a-0', { hash: 'old' }), held] })).toEqual({
    kind: 'wait',
    seen: 'ingester-zone-b-0 held back by a fault',
  })
})

test('an image that can not be had is not waited for', () => {
  const stuck = pod('querier-x', { ready: false, trouble: 'ErrImageNeverPull' })
  expect(stuckPod([a, stuck], 0)).toBe(stuck)
  for (const trouble of ['CrashLoopBackOff', 'CreateContainerConfigError']) {
    expect(stuckPod([a, pod('querier-x', { ready: false, trouble })], 0)).toBe(undefined)
  }
})

test('a pod that no node has room for is waited for while others may still make some, and for three minutes at most', () => {
  const unplaced = pod('alertmanager-2', { ready: false, unplaced: true, created: 1000 })
  expect(stuckPod([a, unplaced], 181_000)).toBe(undefined)
  expect(stuckPod([a, unplaced], 181_001)).toBe(unplaced)
  expect(stuckPod([{ ...a, terminating: true }, unplaced], 600_000)).toBe(undefined)
})
