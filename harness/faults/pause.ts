import type { Fault, Scene } from './fault.ts'
import { inRing, processes, ready, scraped } from './proof.ts'
import { returned } from './returned.ts'

async function isAwake(scene: Scene, pods: readonly string[]): Promise<string> {
  const proofs = [await processes(scene, pods, 'running'), await ready(scene, pods), await scraped(scene, pods, true)]
  return [...proofs, await inRing(scene, pods, ['ACTIVE'])].join('; ')
}

/**
 * SIGSTOP: the pods hang. Their sockets stay open and accept, nothing answers; that is worse than death, since nobody is told. Proved by
 * the kernel, by the observer, and by the ring, which calls them UNHEALTHY after the heartbeat timeout.
 */
export const pausePods = (...pods: string[]): Fault => ({
  kind: 'pause-pods',
  needs: 'nodes',
  targets: { pods },
  pods: () => pods,
  inject: async ({ cluster }) => void (await Promise.all(pods.map(p => cluster.control.pause(p)))),
  async effect(scene) {
    const proofs = [await processes(scene, pods, 'paused'), await scraped(scene, pods, false)]
    return [...proofs, await inRing(scene, pods, ['UNHEALTHY'])].join('; ')
  },
  recover: async ({ cluster }) => void (await Promise.all(pods.map(p => cluster.control.resume(p)))),
  recovered: scene => returned(scene, pods, isAwake),
})
