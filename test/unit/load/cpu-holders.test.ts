import { expect, test } from 'vitest'
import { CpuHolders, type Kernel, podUid } from '../../../harness/load/cpu-holders.ts'
import { parseStat } from '../../../harness/util/processes.ts'

const UID = '0f8fad5b-d9cb-469f-a165-70867728950e'

test('reads a process whose name has parentheses and blanks', () => {
  const line = '42 (a (b) c) S 7 42 42 0 -1 0 0 0 0 0 120 30 5 1 20 0 9 0 100 0 0'
  expect(parseStat(line)).toEqual({ pid: 42, parent: 7, name: 'a (b) c', ticks: { own: 150, children: 6 } })
})

test("finds a pod's UID in the name of a control group, however that is written", () => {
  expect([
    podUid(`0::/docker/1f/kubelet/kubepods/burstable/pod${UID}/9a`),
    podUid(`0::/kubelet.slice/kubelet-kubepods-pod${UID.replaceAll('-', '_')}.slice/cri-9a.scope`),
    podUid('0::/user.slice'),
  ]).toEqual([UID, UID, undefined])
})

test('tells pods by process and by control group, children, instruments by name, and the rest of the machine', () => {
  let round = 0
  const ticks = (before: number, after: number) => ({ own: round === 0 ? before : after, children: 0 })
  const kernel: Kernel = {
    cpus: 2,
    processes: () => [
      { pid: 1, parent: 0, name: 'init', ticks: ticks(500, 503) },
      { pid: 10, parent: 1, name: 'MainThread', ticks: ticks(100, 104) },
      { pid: 11, parent: 10, name: 'MainThread', ticks: ticks(50, 52) },
      { pid: 12, parent: 10, name: 'prometheus', ticks: ticks(7, 8) },
      { pid: 20, parent: 10, name: 'mimir', ticks: ticks(30, 35) },
      { pid: 21, parent: 20, name: 'helper', ticks: ticks(0, 2) },
      { pid: 30, parent: 1, name: 'mimir', ticks: ticks(10, 20) },
      { pid: 31, parent: 10, name: 'dockerd', ticks: ticks(3, 4) },
      { pid: 32, parent: 31, name: 'mimir', ticks: ticks(10, 13) },
    ],
    machine: () => `cpu  ${round === 0 ? '700 0 0 5000 0 0 0 9' : '736 0 0 5100 0 0 0 10'} 0 0\n`,
    groups: pid => ([30, 32].includes(pid) ? `0::/kubepods/pod${UID}/x` : '0::/'),
    command: pid => (pid === 11 ? 'node\0/somewhere/gateway-process.ts\0x\0' : 'prog\0'),
  }
  const pods = () => [
    { name: 'store-0', instance: '20' },
    { name: 'store-1', instance: UID },
    { name: 'store-2', instance: undefined },
  ]
  const holders = new CpuHolders(pods, 10, kernel)
  round = 1
  expect(holders.since()).toEqual({
    pods: { 'store-0': 70, 'store-1': 130 },
    instruments: { harness: 40, gateway: 20, prometheus: 10, dockerd: 10 },
    outside: 80,
    stolen: 10,
    cpus: 2,
  })
})

test('knows nothing where there is no /proc', () => {
  const gone = () => {
    throw new Error('ENOENT')
  }
  const kernel: Kernel = { cpus: 2, processes: () => [], machine: gone, groups: gone, command: gone }
  expect(new CpuHolders(() => [], 1, kernel).since()).toBeUndefined()
})
