import type { Pod } from '../cluster/cluster.ts'
import { podsOf } from '../fleet/fleet-pods.ts'
import { done, notYet, until } from '../util/until.ts'
import type { Scene } from './fault.ts'
import { ready } from './proof.ts'

/** Milliseconds until pods that are not wanted any more must have gone: a roll-out may come before. */
const DEADLINE = 180_000

/**
 * Proof that pods are back, while a step may take some of them away for good. For those it is that they are gone, and that the rest of their
 * workload is ready.
 * @param prove what proves it of pods that stay.
 */
export async function recovered(
  scene: Scene,
  pods: readonly string[],
  prove: (scene: Scene, pods: readonly string[]) => Promise<string>,
): Promise<string> {
  const staying = pods.filter(pod => isWanted(scene, pod))
  const leaving = pods.filter(pod => !staying.includes(pod))
  const proofs: string[] = []
  if (staying.length > 0) {
    const proof = await whileWanted(scene, staying, it => prove(it, staying))
    // One of them was taken away meanwhile. Each time it is one less.
    if (proof === undefined) return recovered(scene, pods, prove)
    proofs.push(proof)
  }
  if (leaving.length > 0) proofs.push(await replaced(scene, leaving))
  return proofs.join('; ')
}

/** Breaks a proof off, and returns undefined, once one of the pods is not wanted any more. */
async function whileWanted(
  scene: Scene,
  pods: readonly string[],
  prove: (scene: Scene) => Promise<string>,
): Promise<string | undefined> {
  const parting = new AbortController()
  const watch = setInterval(() => {
    if (!pods.every(pod => isWanted(scene, pod))) parting.abort(new Error('a pod is not wanted any more'))
  }, 100)
  try {
    return await prove({ ...scene, signal: AbortSignal.any([scene.signal, parting.signal]) })
  } catch (thrown) {
    if (pods.every(pod => isWanted(scene, pod))) throw thrown
    return undefined
  } finally {
    clearInterval(watch)
  }
}

/** A pod as the cluster knows it, if it does. */
function known({ cluster }: Scene, name: string): Pod | undefined {
  try {
    return cluster.pod(name)
  } catch {
    return undefined
  }
}

/** It is there, and stays: a StatefulSet's pods have the names that the fleet gives them, those of a Deployment are there or not. */
function isWanted(scene: Scene, name: string): boolean {
  const pod = known(scene, name)
  if (!pod) return false
  const { fleet } = scene.cluster
  const workload = fleet.workloads.find(w => w.name === pod.workload)
  return workload !== undefined && (workload.kind === 'Deployment' || podsOf(fleet).some(spec => spec.name === name))
}

async function replaced(scene: Scene, gone: readonly string[]): Promise<string> {
  await until(
    () => {
      const left = gone.filter(pod => known(scene, pod))
      return left.length === 0 ? done(undefined) : notYet(`${left.join(', ')} still there`)
    },
    { for: `${gone.join(', ')} to be gone for good`, deadline: DEADLINE, signal: scene.signal },
  )
  const workloads = new Set(gone.map(pod => pod.replace(/-\d+$/, '')))
  const rest = scene.cluster.pods().filter(p => workloads.has(p.workload))
  const proof =
    rest.length === 0
      ? 'no pod of its workload is wanted'
      : await ready(
          scene,
          rest.map(p => p.name),
        )
  return `${gone.join(', ')} was taken away for good meanwhile; ${proof}`
}
