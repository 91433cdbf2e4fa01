import type { Fault, Scene } from './fault.ts'
import { processes, ready, scraped } from './proof.ts'
import { recovered } from './recovered.ts'

async function isAwake(scene: Scene, pods: readonly string[]): Promise<string> {
  const proofs = [await processes(scene, pods, 'running'), await ready(scene, pods), await scraped(scene, pods, true)]
  return [...proofs, await scene.proofs.joined(scene, pods)].join('; ')
}

/**
 * SIGSTOP: the pods hang. Connections stay open and time out, and peers get no reset. Proved by
 * the kernel, by the observer, and by the other pods, which count them as lost.
 */
export const pausePods = (...pods: string[]): Fault => ({
  kind: 'pause-pods',
  requires: 'nodes',
  targets: { pods },
  pods: () => pods,
  inject: async ({ cluster }) => void (await Promise.all(pods.map(p => cluster.injector.pause(p)))),
  async effect(scene) {
    const proofs = [await processes(scene, pods, 'paused'), await scraped(scene, pods, false)]
    return [...proofs, await scene.proofs.lost(scene, pods)].join('; ')
  },
  recover: async ({ cluster }) => void (await Promise.all(pods.map(p => cluster.injector.resume(p)))),
  recovered: scene => recovered(scene, pods, isAwake),
})
