import type { V1Pod } from '@kubernetes/client-node'
import type { Fleet, PodSpec } from '../../fleet/fleet.ts'
import { podsOf } from '../../fleet/fleet-pods.ts'

/** The label by which the chart names a pod's workload. */
const WORKLOAD = 'app.kubernetes.io/component'

/** What the API server says of a pod, as far as it matters here. */
export interface SeenPod {
  name: string
  uid: string
  workload: string
  node: string | undefined
  ip: string | undefined
  /** Without the runtime's prefix: what the node's container runtime knows it by. */
  container: string | undefined
  running: boolean
  ready: boolean
  terminating: boolean
  /** It may not be scheduled yet. */
  gated: boolean
  restarts: number
  /** No node has room for it. */
  unplaced: boolean
  /** How its container last ended: the runtime's name for that container, and `Error, exit code 1`. */
  ended: { container: string; how: string } | undefined
  /** Why it can not start (`ImagePullBackOff`), how its container last ended, or what no node has enough of. */
  trouble: string | undefined
  /** The kernel ended its container for want of memory. */
  outOfMemory: boolean
  hash: string | undefined
  created: number
}

export function seen({ metadata, spec, status }: V1Pod): SeenPod {
  const container = status?.containerStatuses?.[0]
  // One that is about to be started again has both: the last state is that of the container before.
  const ended = container?.state?.terminated ?? container?.lastState?.terminated
  const unplaced = status?.conditions?.find(c => c.type === 'PodScheduled' && c.reason === 'Unschedulable')
  const ending = ended && {
    container: bare(ended.containerID) ?? '',
    how: `${ended.reason ?? 'ended'}, exit code ${ended.exitCode}`,
  }
  return {
    name: metadata!.name!,
    uid: metadata!.uid!,
    workload: metadata!.labels?.[WORKLOAD] ?? '',
    node: spec?.nodeName,
    ip: status?.podIP,
    container: bare(container?.containerID),
    running: container?.state?.running !== undefined,
    ready: status?.conditions?.some(c => c.type === 'Ready' && c.status === 'True') ?? false,
    terminating: metadata!.deletionTimestamp !== undefined,
    gated: (spec?.schedulingGates?.length ?? 0) > 0,
    restarts: container?.restartCount ?? 0,
    unplaced: unplaced !== undefined,
    ended: ending,
    // The scheduler's first sentence; the others are about what it tried besides.
    trouble: container?.state?.waiting?.reason ?? ending?.how ?? unplaced?.message?.split('. ')[0],
    outOfMemory: ended?.reason === 'OOMKilled',
    hash: metadata!.labels?.['controller-revision-hash'],
    created: metadata!.creationTimestamp?.getTime() ?? 0,
  }
}

/** An id without its runtime's prefix: `containerd://`. */
const bare = (id: string | undefined): string | undefined => id?.replace(/^\w+:\/\//, '')

/** A pod's place in its workload, `store-0`, and the pod that is there: in a Deployment one with another name. */
export interface ReplicaSlot {
  spec: PodSpec
  pod: SeenPod | undefined
}

/**
 * Gives every pod that a fleet wants its slot. A StatefulSet's pod has its slot's name. A Deployment's pods keep the slots they have;
 * the others are taken in the order of their creation.
 */
export function slotPods(fleet: Fleet, before: readonly ReplicaSlot[], pods: readonly SeenPod[]): ReplicaSlot[] {
  const alive = pods.filter(p => !p.terminating)
  const sitting = new Map(before.map(s => [s.spec.name, s.pod?.uid]))
  const taken = new Set<string>()
  const slots = podsOf(fleet).map((spec): ReplicaSlot => {
    const own = isStateful(spec)
      ? alive.find(p => p.name === spec.name)
      : alive.find(p => p.uid === sitting.get(spec.name) && p.workload === spec.workload.name)
    if (own) taken.add(own.uid)
    return { spec, pod: own }
  })
  const free = alive.filter(p => !taken.has(p.uid)).sort((a, b) => a.created - b.created || (a.name < b.name ? -1 : 1))
  return slots.map(slot => {
    if (slot.pod || isStateful(slot.spec)) return slot
    const next = free.findIndex(p => p.workload === slot.spec.workload.name)
    return next === -1 ? slot : { ...slot, pod: free.splice(next, 1)[0] }
  })
}

export const isStateful = ({ workload }: PodSpec): boolean => workload.kind === 'StatefulSet'
