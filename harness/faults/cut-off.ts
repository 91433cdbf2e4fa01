import type { Cluster } from '../cluster/cluster.ts'
import type { Fault, Scene } from './fault.ts'
import { podsOfZones } from './kill.ts'
import { processes, ready, scraped } from './proof.ts'
import { recovered } from './recovered.ts'

const isJoined = async (scene: Scene, pods: readonly string[]): Promise<string> =>
  [await ready(scene, pods), await scraped(scene, pods, true), await scene.proofs.joined(scene, pods)].join('; ')

/**
 * Cuts zones off from everything outside them, silently and in both directions. The pods live on and reach each other. Proved by the
 * kernel (they run), the observer (it can not reach them) and the other pods (they count them as lost).
 */
export function partitionZones(...zones: string[]): Fault {
  const pods = (cluster: Cluster) => podsOfZones(cluster, zones)
  return {
    kind: 'partition-zones',
    requires: 'partition',
    targets: { zones },
    pods,
    inject: ({ cluster }) => cluster.injector.partition(pods(cluster)),
    async effect(scene) {
      const cut = pods(scene.cluster)
      const proofs = [await processes(scene, cut, 'running'), await scraped(scene, cut, false)]
      return [...proofs, await scene.proofs.lost(scene, cut)].join('; ')
    },
    recover: ({ cluster }) => cluster.injector.heal(),
    recovered: scene => recovered(scene, pods(scene.cluster), isJoined),
  }
}
