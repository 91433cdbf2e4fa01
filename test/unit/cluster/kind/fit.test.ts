import { expect, test } from 'vitest'
import { checkFit, quantity } from '../../../../harness/cluster/kind/fit.ts'
import { roomsOf } from '../../../../harness/cluster/kind/rooms.ts'
import { inMigration } from '../../../../harness/mimir/topology/migration.ts'
import { microservices, oneOfEach } from '../../../../harness/mimir/topology/modes.ts'
import { scale } from '../../../../harness/mimir/topology/operations.ts'
import type { Topology } from '../../../../harness/mimir/topology/topology.ts'
import { podsOf } from '../../../../harness/mimir/topology/workload.ts'
import { UsageError } from '../../../../harness/util/errors.ts'

const MIB = 2 ** 20
const small = { cores: 2, memory: 4096 * MIB }
const few = oneOfEach({ zones: 3, pace: 'fast' })
const pods = (topology: Topology) => podsOf(topology).map(({ name, workload }) => ({ name, zone: workload.zone }))
const FIX = 'have fewer replicas, more cores or memory, or run on processes (--provider process)'

test('two cores are enough for the usual topology and for the begin of a migration', () => {
  expect(() => checkFit('usual', pods(microservices({ zones: 3, pace: 'fast' })), small)).not.toThrow()
  expect(() => checkFit('migration', pods(inMigration('fast')), small)).not.toThrow()
})

test('a zone is a node, and its pods fit nowhere else', () => {
  expect(() => checkFit('crowded', pods(scale(few, 'ingester-zone-b', 4)), small)).toThrow(
    new UsageError(
      'crowded: pod store-gateway-zone-b-0 fits no node: it asks for 400m of CPU and 64 MiB, and left are zone-b 300m, 3790 MiB and 104 pods',
      FIX,
    ),
  )
})

test('what has no zone shares the node of the control plane', () => {
  expect(() => checkFit('wide', pods(scale(few, 'querier', 20)), small)).toThrow(
    /^wide: pod compactor-0 fits no node: it asks for 40m of CPU and 64 MiB, and left are control-plane 10m, /,
  )
  expect(() => checkFit('wide', pods(scale(few, 'querier', 20)), { ...small, cores: 4 })).not.toThrow()
})

test('in another cluster any node may take any pod, and none takes more pods than it may', () => {
  const rooms = [
    { node: 'one', cpu: 300, memory: 1024 * MIB, pods: 100 },
    { node: 'two', cpu: 900, memory: 1024 * MIB, pods: 10 },
  ]
  expect(() => checkFit('theirs', pods(few), rooms)).not.toThrow()
  expect(() => checkFit('theirs', pods(scale(few, 'querier', 2)), rooms)).toThrow(
    new UsageError(
      'theirs: pod overrides-exporter-0 fits no node: it asks for 40m of CPU and 64 MiB, and left are two 500m, 384 MiB and 0 pods; one 20m, 576 MiB and 93 pods',
      FIX,
    ),
  )
})

test('a node has left what it can give but for what pods on it ask for; some take no pods', () => {
  const node = (name: string, spec = {}) => ({
    metadata: { name },
    spec,
    status: {
      allocatable: { cpu: '2', memory: '1024Mi', pods: '110' },
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  })
  const pod = (nodeName: string, phase: string) => ({
    spec: { nodeName, containers: [{ name: 'c', resources: { requests: { cpu: '250m', memory: '24Mi' } } }] },
    status: { phase },
  })
  const cordoned = node('cordoned', { unschedulable: true })
  const tainted = node('tainted', { taints: [{ key: 'k', effect: 'NoSchedule' }] })
  const pods = [pod('one', 'Running'), pod('one', 'Succeeded'), pod('other', 'Running')]
  expect(roomsOf([node('one'), cordoned, tainted], pods)).toEqual([
    { node: 'one', cpu: 1750, memory: 1000 * MIB, pods: 109 },
  ])
})

test.each([
  ['40m', 0.04],
  ['64Mi', 67_108_864],
  ['2', 2],
  ['1.5Gi', 1_610_612_736],
  ['500M', 500_000_000],
  ['many', Number.NaN],
])('%s', (text, value) => expect(quantity(text)).toBe(value))
