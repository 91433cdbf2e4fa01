import { expect, test } from 'vitest'
import { type ReplicaSlot, seen, slotPods } from '../../../../harness/cluster/kind/replica-slots.ts'
import type { Fleet } from '../../../../harness/fleet/fleet.ts'
import { oneOfEach } from '../../../../harness/mimir/topology/modes.ts'
import { scale } from '../../../../harness/mimir/topology/operations.ts'
import type { Topology } from '../../../../harness/mimir/topology/topology.ts'
import { fleet } from '../../../fleets.ts'
import { pod } from './pods.ts'

const whole = oneOfEach({ zones: 3, pace: 'fast' })
const only = (topology: Topology, ...names: string[]): Fleet => {
  const made = fleet(topology)
  return { ...made, workloads: made.workloads.filter(w => names.includes(w.name)) }
}
const told = (slots: readonly ReplicaSlot[]) => slots.map(s => `${s.spec.name}: ${s.pod?.name ?? 'nobody'}`)

test('what the API server says of a running pod', () => {
  expect(
    seen({
      metadata: {
        name: 'ingester-zone-a-0',
        uid: 'u1',
        labels: { 'app.kubernetes.io/component': 'ingester-zone-a', 'controller-revision-hash': 'ingester-zone-a-5d' },
        creationTimestamp: new Date(1000),
      },
      spec: { nodeName: 'worker', containers: [] },
      status: {
        podIP: '10.244.1.7',
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [
          {
            name: 'mimir',
            image: '',
            imageID: '',
            ready: true,
            restartCount: 1,
            containerID: 'containerd://abc',
            state: { running: {} },
            lastState: { terminated: { exitCode: 137, reason: 'Error', containerID: 'containerd://abb' } },
          },
        ],
      },
    }),
  ).toEqual({
    name: 'ingester-zone-a-0',
    uid: 'u1',
    workload: 'ingester-zone-a',
    node: 'worker',
    ip: '10.244.1.7',
    container: 'abc',
    running: true,
    ready: true,
    terminating: false,
    gated: false,
    restarts: 1,
    unplaced: false,
    outOfMemory: false,
    ended: { container: 'abb', how: 'Error, exit code 137' },
    trouble: 'Error, exit code 137',
    hash: 'ingester-zone-a-5d',
    created: 1000,
  })
})

test('of a pod that no node has room for it is known what they lack', () => {
  const message =
    "0/4 nodes are available: 1 Insufficient cpu, 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/4 nodes are available."
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }]
  expect(seen({ metadata: { name: 'alertmanager-2', uid: 'u2' }, status: { conditions } })).toMatchObject({
    unplaced: true,
    trouble: "0/4 nodes are available: 1 Insufficient cpu, 3 node(s) didn't match Pod's node affinity/selector",
  })
})

test("a StatefulSet's pod has its slot's name", () => {
  const pods = [pod('ingester-zone-b-0'), pod('ingester-zone-a-0')]
  expect(told(slotPods(only(whole, 'ingester-zone-a', 'ingester-zone-b', 'ingester-zone-c'), [], pods))).toEqual([
    'ingester-zone-a-0: ingester-zone-a-0',
    'ingester-zone-b-0: ingester-zone-b-0',
    'ingester-zone-c-0: nobody',
  ])
})

test("a Deployment's pods keep their slots, and newcomers take the free ones in the order of their creation", () => {
  const topology = only(scale(whole, 'querier', 3), 'querier')
  const querier = (suffix: string, created: number) => pod(`querier-${suffix}`, { workload: 'querier', created })
  const first = slotPods(topology, [], [querier('bbb', 2), querier('aaa', 1)])
  expect(told(first)).toEqual(['querier-0: querier-aaa', 'querier-1: querier-bbb', 'querier-2: nobody'])
  const second = slotPods(topology, first, [querier('bbb', 2), querier('ddd', 4), querier('ccc', 3)])
  expect(told(second)).toEqual(['querier-0: querier-ccc', 'querier-1: querier-bbb', 'querier-2: querier-ddd'])
})

test('a pod that is ending has left its slot', () => {
  expect(
    told(slotPods(only(whole, 'querier'), [], [pod('querier-x', { workload: 'querier', terminating: true })])),
  ).toEqual(['querier-0: nobody'])
})

test('a container that the kernel ended for want of memory, while it waits to be started again', () => {
  const terminated = { exitCode: 137, reason: 'OOMKilled' }
  const waiting = { reason: 'CrashLoopBackOff' }
  const container = { name: 'store', image: '', imageID: '', ready: false, restartCount: 2 }
  const status = { containerStatuses: [{ ...container, state: { waiting }, lastState: { terminated } }] }
  expect(seen({ metadata: { name: 'store-0', uid: 'u3' }, status })).toMatchObject({
    outOfMemory: true,
    trouble: 'CrashLoopBackOff',
  })
})
