import type { Pod } from '../cluster/cluster.ts'
import type { Proofs, Scene } from '../faults/fault.ts'
import { PROOF_DEADLINE } from '../faults/proof.ts'
import { done, notYet, until } from '../util/until.ts'
import { forgot, memoryProof, remembers } from './memory-proof.ts'
import { type RingName, readRing, ringPages } from './rings.ts'

/** What Mimir's rings and ingesters say of pods. Ring states follow heartbeats: a lost member is UNHEALTHY only after the heartbeat timeout. */
export const mimirProofs: Proofs = {
  lost: (scene, pods) => inRing(scene, pods, 'UNHEALTHY'),
  joined: (scene, pods) => inRing(scene, pods, 'ACTIVE'),
  restored: (scene, pods) => memoryProof(scene, pods, remembers),
  emptied: (scene, pods) => memoryProof(scene, pods, forgot),
}

/** The rings a pod is a member of and whose states matter here: data lives behind these two. */
const dataRings = (pod: Pod): RingName[] =>
  (['ingester', 'store-gateway'] as const).filter(c => pod.components.includes(c))

/** A healthy running pod outside `pods` whose page shows a ring. */
function viewer(scene: Scene, ring: RingName, pods: readonly string[]): Pod {
  const viewers = ring === 'ingester' ? ['distributor', 'ingester', 'querier'] : [ring]
  const pod = scene.cluster
    .pods()
    .find(p => p.state === 'running' && !pods.includes(p.name) && p.components.some(c => viewers.includes(c)))
  if (!pod) throw new Error(`no running pod left that shows ${ringPages[ring]}`)
  return pod
}

/** Every one of these pods that is in the ingester or store-gateway ring has this state there, as a pod outside sees it. */
async function inRing(scene: Scene, pods: readonly string[], wanted: string): Promise<string> {
  const expected = pods.flatMap(name => dataRings(scene.cluster.pod(name)).map(ring => ({ ring, name })))
  if (expected.length === 0) return 'in no ring that holds data'
  return until(
    async () => {
      const seen: string[] = []
      let right = 0
      for (const ring of new Set(expected.map(e => e.ring))) {
        const members = await readRing(viewer(scene, ring, pods).url, ring)
        for (const { name } of expected.filter(e => e.ring === ring)) {
          const state = members.find(m => m.id === name)?.state ?? 'absent'
          seen.push(`${name} is ${state}`)
          if (state === wanted) right++
        }
      }
      return right === expected.length ? done(seen.join(', ')) : notYet(seen.join(', '))
    },
    {
      for: `${pods.join(', ')} to be ${wanted} in the ring`,
      deadline: scene.observer.patience(PROOF_DEADLINE),
      every: 250,
      signal: scene.signal,
    },
  )
}
