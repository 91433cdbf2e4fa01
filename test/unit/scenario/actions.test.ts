import { expect, test } from 'vitest'
import type { Cluster } from '../../../harness/cluster/cluster.ts'
import { recorderIn } from '../../../harness/cluster/places.ts'
import type { Scene } from '../../../harness/faults/fault.ts'
import { FaultDriver } from '../../../harness/faults/fault-driver.ts'
import type { Fleet } from '../../../harness/fleet/fleet.ts'
import type { HistoryEvent } from '../../../harness/history/events.ts'
import { mimir, scenario } from '../../../harness/mimir/index.ts'
import { oneOfEach } from '../../../harness/mimir/topology/modes.ts'
import { scale } from '../../../harness/mimir/topology/operations.ts'
import type { Topology } from '../../../harness/mimir/topology/topology.ts'
import { equals, gate } from '../../../harness/observer/gate.ts'
import { Observer } from '../../../harness/observer/observer.ts'
import { actions } from '../../../harness/scenario/actions.ts'
import { Deployment } from '../../../harness/scenario/deployment.ts'
import type { Actions } from '../../../harness/scenario/scenario.ts'
import { UsageError } from '../../../harness/util/errors.ts'
import { fleet, onProcesses } from '../../fleets.ts'
import { runOf } from '../checks/histories.ts'
import { fault } from '../faults/plain-fault.ts'

const topology = oneOfEach({ zones: 1, pace: 'fast' })

/** What a step of this scenario can do; nothing of it touches a cluster here. */
function setup() {
  const events: HistoryEvent[] = []
  const recorder = { record: (event: HistoryEvent) => void events.push(event) }
  const done: string[] = []
  const cluster = {
    surroundings: onProcesses,
    fleet: fleet(topology),
    async apply(next: Fleet) {
      this.fleet = next
      done.push(`${next.workloads.find(w => w.name === 'querier')!.replicas} queriers`)
    },
    restart: async (pod: string) => void done.push(`restart ${pod}`),
  }
  const deployment = new Deployment(cluster as unknown as Cluster, mimir)
  void deployment.apply(topology)
  const beside = new Deployment({ ...cluster, apply: cluster.apply } as unknown as Cluster, mimir)
  void beside.apply(topology)
  done.length = 0
  const inVm = recorderIn(recorder, 'vm')
  const vm = {
    deployment: beside,
    recorder: inVm,
    observer: new Observer('http://127.0.0.1:9', inVm, 'fast', { pods: () => [] }),
    faults: new FaultDriver({} as Scene, inVm),
  }
  const does = actions({
    scenario: scenario({
      id: 'two-faults',
      title: 'Two faults',
      proves: 'nothing',
      suites: [],
      topology: () => topology,
      faults: { kill: fault('kill'), pause: fault('pause') },
      gates: { up: gate('sum(up)', equals(1), '{}') },
      steps: [{ name: 'wait', run: async () => {} }],
      controls: [{ id: 'no-load', description: 'there is no load', expectFail: ['loss'], verify: () => undefined }],
    }),
    deployment: deployment as unknown as Deployment<unknown>,
    observer: new Observer('http://127.0.0.1:9', recorder, 'fast', { pods: () => [] }),
    faults: new FaultDriver({} as Scene, recorder),
    recorder,
    run: runOf(),
    programs: {},
    signal: new AbortController().signal,
    stepBegin: () => 0,
    random: () => 0,
    seen: () => [],
    deaths: () => [],
    turn: async (load, what) => void done.push(`${load}: ${what}`),
    places: { vm },
  }) as Actions<string, string, Topology>
  return { does, events, done }
}

test('what the scenario does not have is refused with what it has', async () => {
  const { does } = setup()
  await expect(does.inject('nope')).rejects.toThrow(
    new UsageError('scenario two-faults has no fault "nope"', 'it has: kill, pause'),
  )
  await expect(async () => does.recover('nope')).rejects.toThrow(
    new UsageError('scenario two-faults has no fault "nope"', 'it has: kill, pause'),
  )
  await expect(async () => does.gate('nope')).rejects.toThrow(
    new UsageError('scenario two-faults has no gate "nope"', 'it has: up'),
  )
})

test('another place has the same actions; what they do there is recorded with its name', async () => {
  const { does, events } = setup()
  const vm = does.place('vm')
  await vm.apply(t => scale(t, 'querier', 2))
  await vm.inject('kill')
  const replicas = (topology: Topology) => topology.workloads.find(w => w.name === 'querier')!.replicas
  expect([replicas(vm.topology), replicas(does.topology)]).toEqual([2, 1])
  expect(
    events.flatMap(e => (e.type === 'apply' ? e.changes : e.type === 'fault' ? [`${e.id} ${e.phase}`] : [])),
  ).toEqual(['vm: add querier-1', 'vm/kill#1 injecting', 'vm/kill#1 injected', 'vm/kill#1 effective'])
  expect(() => does.place('old')).toThrow(new UsageError('scenario two-faults has no place "old"', 'it has: vm'))
})

test('a fault may not begin while another one lasts', async () => {
  const { does } = setup()
  await does.inject('kill')
  await expect(does.inject('pause')).rejects.toThrow(
    new Error('fault "pause" would overlap with kill#1: recover that first'),
  )
  await does.recover('kill')
  await does.inject('pause')
})

test('a new topology is applied, and then the targets of the observer follow', async () => {
  const { does, done } = setup()
  await does.apply(t => scale(t, 'querier', 2))
  expect(done).toEqual(['2 queriers'])
})

test('the pace stays', async () => {
  const { does } = setup()
  await expect(does.apply(t => ({ ...t, pace: 'real' }))).rejects.toThrow(
    new UsageError('the pace can not change from fast to real while pods hold data', 'start a new run with --pace'),
  )
})

test('a workload is restarted by a change of the fleet, a pod by the cluster; both are recorded', async () => {
  const { does, done, events } = setup()
  await does.restart('querier')
  await does.restart('ingester-1')
  expect(done).toEqual(['1 queriers', 'restart ingester-1'])
  expect(events.flatMap(e => (e.type === 'apply' ? e.changes : []))).toEqual([
    'roll querier-0 (restart)',
    'restart ingester-1',
  ])
})

test('a background client is told what to do, in its own words', async () => {
  const { does, done } = setup()
  await does.turn('source', 'vm')
  expect(done).toEqual(['source: vm'])
})

test('a note is a fact of the history', () => {
  const { does, events } = setup()
  does.note('owners', ['ingester-0'])
  expect(events.map(e => ({ ...e, at: 0 }))).toEqual([{ type: 'fact', fact: 'owners', at: 0, value: ['ingester-0'] }])
})

test('what a change of the topology comes to is recorded before it is made', async () => {
  const { does, events } = setup()
  await does.apply(t => scale(t, 'querier', 2))
  await does.apply(t => t)
  await does.apply(t => t, { unchanged: true })
  expect(events.map(e => ({ ...e, at: 0 }))).toEqual([
    { type: 'apply', at: 0, changes: ['add querier-1'], unchanged: false },
    { type: 'apply', at: 0, changes: [], unchanged: false },
    { type: 'apply', at: 0, changes: [], unchanged: true },
    { type: 'expectation', at: 0, what: 'nothing to change', met: true },
  ])
})

test('a change where none was to be is an expectation that is not met, and is not made', async () => {
  const { does, done } = setup()
  await expect(does.apply(t => scale(t, 'querier', 2), { unchanged: true })).rejects.toThrow(
    'expected nothing to change; seen: add querier-1',
  )
  expect(done).toEqual([])
})
