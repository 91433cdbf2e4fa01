import { expect, test } from 'vitest'
import type { Pod } from '../../../harness/cluster/cluster.ts'
import { mimir } from '../../../harness/mimir/mimir.ts'
import { oneOfEach, readWrite } from '../../../harness/mimir/topology/modes.ts'
import type { Topology } from '../../../harness/mimir/topology/topology.ts'
import { podsOf } from '../../../harness/mimir/topology/workload.ts'
import * as target from '../../../harness/scenario/fault-target.ts'

const { safeTargets } = mimir
const candidates = (hits: 'pod' | 'zone', pods: readonly Pod[]) => target.candidates(hits, safeTargets(pods))

const podsIn = (topology: Topology, stopped: readonly string[] = []): Pod[] =>
  podsOf(topology).map(({ name, workload }) => ({
    name,
    workload: workload.name,
    components: workload.modules,
    zone: workload.zone,
    address: { host: '', ports: {} },
    instance: undefined,
    state: stopped.includes(name) ? 'stopped' : 'running',
    url: '',
  }))

const micro = oneOfEach({ zones: 3, pace: 'fast' })

test('ingesters in zones can be lost, whatever the mode', () => {
  expect(candidates('pod', podsIn(micro))).toEqual(['ingester-zone-a-0', 'ingester-zone-b-0', 'ingester-zone-c-0'])
  expect(candidates('pod', podsIn(readWrite({ zones: 3, pace: 'fast' })))).toEqual([
    'mimir-write-zone-a-0',
    'mimir-write-zone-b-0',
    'mimir-write-zone-c-0',
  ])
})

test('without ingesters, store-gateways', () => {
  const rest = podsIn(micro).filter(p => !p.components.includes('ingester'))
  expect(candidates('pod', rest)).toEqual([
    'store-gateway-zone-a-0',
    'store-gateway-zone-b-0',
    'store-gateway-zone-c-0',
  ])
})

test('only what runs at this moment is hit; what does not may come back', () => {
  const pods = podsIn(micro, ['ingester-zone-b-0'])
  expect(candidates('pod', pods)).toEqual(['ingester-zone-a-0', 'ingester-zone-c-0'])
  expect(safeTargets(pods)).toHaveLength(3)
})

test('zones are those of such pods', () => {
  expect(candidates('zone', podsIn(micro, ['ingester-zone-b-0']))).toEqual(['zone-a', 'zone-c'])
})

test('without zones there is nothing to choose from', () => {
  expect(safeTargets(podsIn(oneOfEach({ zones: 1, pace: 'fast' })))).toEqual([])
})
