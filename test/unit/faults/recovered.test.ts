import { expect, test } from 'vitest'
import type { Cluster } from '../../../harness/cluster/cluster.ts'
import type { Scene } from '../../../harness/faults/fault.ts'
import { recovered } from '../../../harness/faults/recovered.ts'
import { podsOf } from '../../../harness/fleet/fleet-pods.ts'
import { oneOfEach } from '../../../harness/mimir/topology/modes.ts'
import { removeWorkloads, scale } from '../../../harness/mimir/topology/operations.ts'
import type { Topology } from '../../../harness/mimir/topology/topology.ts'
import { fleet } from '../../fleets.ts'

/** A cluster that is as a topology wants it, which may be changed. None of its pods answers. */
function setup(first: Topology) {
  const cluster = {
    fleet: fleet(first),
    pods: () => podsOf(cluster.fleet).map(({ name, workload }) => ({ name, workload: workload.name })),
    pod(name: string) {
      const pod = cluster.pods().find(p => p.name === name)
      if (!pod) throw new Error(`no pod ${name}`)
      return pod
    },
  }
  const scene = { cluster: cluster as unknown as Cluster, signal: new AbortController().signal } as Scene
  return { cluster, scene }
}

const topology = oneOfEach({ zones: 3, pace: 'fast', replicas: { ingester: 2 } })
const hasRecovered = async (_: Scene, pods: readonly string[]) => `${pods.join(', ')} back`

test('pods that stay are proved to be back', async () => {
  const { scene } = setup(topology)
  expect(await recovered(scene, ['ingester-zone-a-0', 'querier-0'], hasRecovered)).toBe(
    'ingester-zone-a-0, querier-0 back',
  )
})

test('of a pod that is gone with its workload it is proved that nothing of it is left', async () => {
  const { scene } = setup(removeWorkloads(topology, 'ingester-zone-a'))
  expect(await recovered(scene, ['ingester-zone-a-0', 'ingester-zone-b-0'], hasRecovered)).toBe(
    'ingester-zone-b-0 back; ingester-zone-a-0 was taken away for good meanwhile; no pod of its workload is wanted',
  )
})

test('a proof is broken off when its pod is taken away meanwhile', async () => {
  const { cluster, scene } = setup(topology)
  const never = ({ signal }: Scene) =>
    new Promise<string>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  const proof = recovered(scene, ['ingester-zone-a-0'], never)
  cluster.fleet = fleet(removeWorkloads(topology, 'ingester-zone-a'))
  expect(await proof).toBe('ingester-zone-a-0 was taken away for good meanwhile; no pod of its workload is wanted')
})

test('what can not be proved of a pod that stays is not proved', async () => {
  const { scene } = setup(scale(topology, 'ingester-zone-a', 1))
  const never = async () => {
    throw new Error('not ready')
  }
  await expect(recovered(scene, ['ingester-zone-a-0'], never)).rejects.toThrow(new Error('not ready'))
})
