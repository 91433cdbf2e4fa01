import type { Cluster } from '../cluster/cluster.ts'
import type { Fault, Scene } from './fault.ts'
import { podsOfZones } from './kill.ts'
import { inRing, processes, ready, scraped } from './proof.ts'
import { returned } from './returned.ts'

const isJoined = async (scene: Scene, pods: readonly string[]): Promise<string> =>
  [await ready(scene, pods), await scraped(scene, pods, true), await inRing(scene, pods, ['ACTIVE'])].join('; ')

/**
 * Cuts zones off from everything outside them, silently and in both directions. The pods live on and reach each other. Proved by the
 * kernel (they run), the observer (it can not reach them) and the ring outside (UNHEALTHY after the heartbeat timeout).
 */
export function partitionZones(...zones: string[]): Fault {
  const pods = (cluster: Cluster) => podsOfZones(cluster, zones)
  return {
    kind: 'partition-zones',
    needs: 'partition',
    targets: { zones },
    pods,
    inject: ({ cluster }) => cluster.control.partition(pods(cluster)),
    async effect(scene) {
      const cut = pods(scene.cluster)
      const proofs = [await processes(scene, cut, 'running'), await scraped(scene, cut, false)]
      return [...proofs, await inRing(scene, cut, ['UNHEALTHY'])].join('; ')
    },
    recover: ({ cluster }) => cluster.control.heal(),
    recovered: scene => returned(scene, pods(scene.cluster), isJoined),
  }
}
