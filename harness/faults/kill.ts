import type { Cluster } from '../cluster/cluster.ts'
import type { Fault, Scene } from './fault.ts'
import { processes, ready, scraped } from './proof.ts'
import { recovered } from './recovered.ts'

/** Names of the pods that live in any of these zones. */
export const podsOfZones = (cluster: Cluster, zones: readonly string[]): string[] =>
  cluster
    .pods()
    .filter(p => p.zone && zones.includes(p.zone))
    .map(p => p.name)

/** Ready, scraped and members again, with what they held before, or without it. */
const back =
  (held: 'restored' | 'emptied') =>
  async (scene: Scene, pods: readonly string[]): Promise<string> => {
    const proofs = [await ready(scene, pods)]
    proofs.push(await scene.proofs[held](scene, pods))
    proofs.push(await scraped(scene, pods, true), await scene.proofs.joined(scene, pods))
    return proofs.join('; ')
  }

/**
 * Kills one pod with SIGKILL: no leaving, no flush, no goodbye. It comes back with its volume and replays its log. It is proved dead
 * by the kernel and by the observer.
 */
export const killPod = (pod: string): Fault => killPods(pod)

/** The same for several pods at once. */
export const killPods = (...pods: string[]): Fault => ({
  kind: 'kill-pod',
  targets: { pods },
  pods: () => pods,
  inject: async scene => void (await Promise.all(pods.map(pod => scene.cluster.injector.kill(pod)))),
  effect: async scene => `${await processes(scene, pods, 'gone')}; ${await scraped(scene, pods, false)}`,
  recover: async scene => void (await Promise.all(pods.map(pod => scene.cluster.injector.start(pod)))),
  recovered: scene => recovered(scene, pods, back('restored')),
})

/**
 * Takes one or more zones away, with all that lives in them, and gives them back. Proved when the other pods have noticed too: before that
 * the dead members still count as healthy, and afterwards they do not, and both must be survived.
 */
export function killZones(...zones: string[]): Fault {
  const pods = (cluster: Cluster) => podsOfZones(cluster, zones)
  return {
    kind: 'kill-zones',
    requires: 'nodes',
    targets: { zones },
    pods,
    inject: scene => scene.cluster.injector.stopZones(zones),
    async effect(scene) {
      const hit = pods(scene.cluster)
      const proofs = [await processes(scene, hit, 'gone'), await scraped(scene, hit, false)]
      return [...proofs, await scene.proofs.lost(scene, hit)].join('; ')
    },
    recover: scene => scene.cluster.injector.startZones(zones),
    recovered: scene => recovered(scene, pods(scene.cluster), back('restored')),
  }
}

/** Kills a pod and deletes its volume; it comes back empty, as after a lost disk. */
export function deleteVolume(pod: string): Fault {
  const kill = killPod(pod)
  return {
    ...kill,
    kind: 'delete-volume',
    async inject(scene) {
      await scene.cluster.injector.kill(pod)
      await scene.cluster.injector.deleteVolume(pod)
    },
    async effect(scene) {
      const left = await scene.cluster.injector.volumeSize(pod)
      if (left !== 0) throw new Error(`the volume of ${pod} still holds ${left} bytes`)
      return `${await kill.effect(scene)}; its volume is gone`
    },
    recovered: scene => recovered(scene, [pod], back('emptied')),
  }
}
