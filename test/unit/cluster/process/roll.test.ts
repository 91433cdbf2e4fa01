import { expect, test } from 'vitest'
import type { ProcessPod } from '../../../../harness/cluster/process/process-pod.ts'
import { carryOut, type Slots } from '../../../../harness/cluster/process/roll.ts'
import { diff } from '../../../../harness/fleet/diff.ts'
import type { PodSpec } from '../../../../harness/fleet/fleet.ts'
import { oneOfEach } from '../../../../harness/mimir/topology/modes.ts'
import { route, scale, withConfig, withFlags, withOverrides } from '../../../../harness/mimir/topology/operations.ts'
import type { Topology } from '../../../../harness/mimir/topology/topology.ts'
import { fleet } from '../../../fleets.ts'

/** Slots whose pods only say what is done to them, in order. */
function telling() {
  const told: string[] = []
  const endings: Promise<void>[] = []
  const say = (what: string) => void told.push(what)
  const pod = (name: string) =>
    ({
      name,
      start: async () => say(`start ${name}`),
      stop: async () => say(`stop ${name}`),
      deleteVolume: async () => say(`delete the volume of ${name}`),
      become: ({ name: spec }: PodSpec) => say(`${name} becomes ${spec}`),
    }) as unknown as ProcessPod
  const slots: Slots = {
    fill: async specs => specs.map(({ name }) => pod(name)),
    at: pod,
    successor: async ({ name }) => pod(`${name}'`),
    slot: (slot, { name }) => say(`${name} is at ${slot}`),
    leaves: (_, ending) => void endings.push(ending),
    freeSlot: async slot => say(`vacate ${slot}`),
    ready: async ({ name }) => say(`${name} is ready`),
    reload: async files => say(`write ${files.join(', ')}`),
    reroute: async () => say('reroute'),
    rename: async () => say('rename'),
  }
  return { told, slots, endings }
}

const topology = oneOfEach({ zones: 3, pace: 'fast' })

async function told(change: (topology: Topology) => Topology, before = topology): Promise<string[]> {
  const { told, slots, endings } = telling()
  for (const it of diff(fleet(before), fleet(change(before)))) await carryOut(it, slots)
  await Promise.all(endings)
  return told
}

test('new pods are ready before anything is routed to them', async () => {
  expect(await told(t => scale(t, 'querier', 3))).toEqual([
    'start querier-1',
    'start querier-2',
    'querier-1 is ready',
    'querier-2 is ready',
    'reroute',
  ])
})

test('a pod of a StatefulSet is stopped, taken out of the routes, and started again as it is to be', async () => {
  expect(await told(t => withFlags(t, 'ingester-zone-b', { 'log.level': 'debug' }))).toEqual([
    'stop ingester-zone-b-0',
    'reroute',
    'rename',
    'ingester-zone-b-0 becomes ingester-zone-b-0',
    'start ingester-zone-b-0',
    'ingester-zone-b-0 is ready',
    'reroute',
  ])
})

test('a pod of a Deployment has a successor that is ready before it is stopped', async () => {
  expect(await told(t => withFlags(t, 'querier', { 'log.level': 'debug' }))).toEqual([
    "start querier-0'",
    "querier-0' is ready",
    "querier-0' is at querier-0",
    'stop querier-0',
    'reroute',
    'rename',
    'delete the volume of querier-0',
  ])
})

test('the next pod of a Deployment has its turn while the one before is still terminating, as on Kubernetes', async () => {
  const before = scale(topology, 'querier', 2)
  const { told, slots, endings } = telling()
  const stopped = Promise.withResolvers<void>()
  const at = slots.at
  slots.at = slot => Object.assign(at(slot), { stop: () => stopped.promise })
  for (const it of diff(fleet(before), fleet(withFlags(before, 'querier', { 'log.level': 'debug' }))))
    await carryOut(it, slots)
  expect(told).toEqual([
    "start querier-0'",
    "querier-0' is ready",
    "querier-0' is at querier-0",
    'reroute',
    "start querier-1'",
    "querier-1' is ready",
    "querier-1' is at querier-1",
    'reroute',
  ])
  stopped.resolve()
  await Promise.all(endings)
  expect(told.slice(8)).toEqual([
    'rename',
    'rename',
    'delete the volume of querier-0',
    'delete the volume of querier-1',
  ])
})

test('a change of the shared config rolls everything: StatefulSets one after the other, Deployments side by side, then zones', async () => {
  const stops = (await told(t => withConfig(t, { limits: { max_label_names_per_series: 40 } }))).filter(line =>
    line.startsWith('stop'),
  )
  const zoned = topology.workloads.filter(w => w.stateful && w.zone !== undefined)
  const sets = topology.workloads.filter(w => w.stateful && w.zone === undefined)
  const deployments = topology.workloads.filter(w => !w.stateful)
  expect(stops).toEqual([...sets, ...deployments, ...zoned].map(w => `stop ${w.name}-0`))
})

test('pods that are not wanted any more leave together; each is out of the routes before it has ended', async () => {
  const before = scale(topology, 'querier', 3)
  expect(await told(t => scale(t, 'querier', 1), before)).toEqual([
    'stop querier-1',
    'reroute',
    'stop querier-2',
    'reroute',
    'rename',
    'rename',
    'vacate querier-1',
    'vacate querier-2',
  ])
})

test('overrides and what the gateway does touch no pod', async () => {
  expect(await told(t => withOverrides(t, 'tenant-a', { ingestion_rate: 1 }))).toEqual(['write runtime.yaml'])
  expect(await told(t => route(t, 'alerts', []))).toEqual(['reroute'])
})
