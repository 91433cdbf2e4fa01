import type { V1Deployment, V1StatefulSet } from '@kubernetes/client-node'
import type { SeenPod } from './replica-slots.ts'

/** What the API server says of a namespace. */
export interface Standing {
  sets: readonly V1StatefulSet[]
  deployments: readonly V1Deployment[]
  pods: readonly SeenPod[]
  /** When a StatefulSet has its turn to be restarted by whoever operates. */
  turnOf(set: string): number
}

/** What a roll-out needs next. */
export type Next =
  | { kind: 'done' }
  | { kind: 'wait'; seen: string }
  /** Pods of one turn that still run as they were: whoever operates restarts them, one turn after the other (updateStrategy OnDelete). */
  | { kind: 'restart'; sets: string[]; pods: string[] }

/**
 * Decides by the API server's word whether everything is as the charts want it: all pods there, ready and up to date, and none left that is
 * not wanted. Turns come one after the other, when all are well.
 */
export function nextOf({ sets, deployments, pods, turnOf }: Standing): Next {
  const unseen = [...sets, ...deployments].find(o => o.status?.observedGeneration !== o.metadata?.generation)
  if (unseen) return wait(`${unseen.metadata?.name} has not been taken up yet`)
  const wanted = [...sets, ...deployments].reduce((sum, o) => sum + (o.spec?.replicas ?? 1), 0)
  const live = pods.filter(p => !p.terminating)
  const ending = pods.filter(p => p.terminating)
  const unready = live.filter(p => !p.ready && !p.gated)
  if (ending.length > 0) return wait(`${names(ending)} ${ending.length === 1 ? 'is' : 'are'} still ending`)
  if (live.length !== wanted) return wait(`${live.length} of ${wanted} pods are there`)
  if (unready.length > 0) return wait(`${names(unready)} not ready${troubles(unready)}`)
  const late = deployments.find(d => (d.status?.updatedReplicas ?? 0) !== (d.spec?.replicas ?? 1))
  if (late) return wait(`${late.metadata?.name} is being rolled`)
  const next = stale(sets, live, turnOf)
  const held = live.filter(p => p.gated)
  // Zones are restarted only when all are well.
  return next.kind === 'restart' && held.length > 0 ? wait(`${names(held)} held back by a fault`) : next
}

function stale(sets: readonly V1StatefulSet[], pods: readonly SeenPod[], turnOf: Standing['turnOf']): Next {
  const old = sets.flatMap(({ metadata, spec, status }) => {
    const set = metadata!.name!
    const stale = pods.filter(p => !p.gated && p.workload === set && p.hash !== status?.updateRevision)
    return stale.length === 0 ? [] : [{ set, pods: stale, byUs: spec?.updateStrategy?.type === 'OnDelete' }]
  })
  const rolling = old.find(it => !it.byUs)
  if (rolling) return wait(`${rolling.set} is being rolled`)
  if (old.length === 0) return { kind: 'done' }
  const turn = Math.min(...old.map(it => turnOf(it.set)))
  const now = old.filter(it => turnOf(it.set) === turn)
  return { kind: 'restart', sets: now.map(it => it.set), pods: now.flatMap(it => it.pods.map(p => p.name)) }
}

const wait = (seen: string): Next => ({ kind: 'wait', seen })

const names = (pods: readonly SeenPod[]): string => {
  const some = pods
    .slice(0, 3)
    .map(p => p.name)
    .join(', ')
  return pods.length > 3 ? `${some} and ${pods.length - 3} more` : some
}

const troubles = (pods: readonly SeenPod[]): string => {
  const words = [...new Set(pods.flatMap(p => (p.trouble ? [p.trouble] : [])))]
  return words.length > 0 ? ` (${words.join(', ')})` : ''
}

/**
 * Reasons for which a container will not start however long one waits. CreateContainerConfigError is not one of them: a busy kubelet gives it, too,
 * when it has not seen the ConfigMap yet, and tries again.
 */
const HOPELESS = ['ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName']

/** Milliseconds in which room may be made on a node, also by whoever adds nodes. */
const ROOM = 180_000

/** A pod that can not start as it is, if there is one. Pods that are ending may make room for one that no node takes. */
export const stuckPod = (pods: readonly SeenPod[], now: number): SeenPod | undefined =>
  pods.find(
    p =>
      (p.trouble !== undefined && HOPELESS.includes(p.trouble)) ||
      (p.unplaced && now - p.created > ROOM && !pods.some(other => other.terminating)),
  )
