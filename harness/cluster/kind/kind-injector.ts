import { UsageError } from '../../util/errors.ts'
import { done, notYet, until } from '../../util/until.ts'
import type { FaultInjector } from '../cluster.ts'
import type { Kubernetes } from './kubernetes.ts'
import type { Nodes } from './nodes.ts'
import type { PodTracker } from './pod-tracker.ts'
import { isStateful } from './replica-slots.ts'
import { hold, release } from './scheduling-gates.ts'

/** What the deeds of faults need. */
export interface Board {
  kubernetes: Kubernetes
  /** Undefined where the nodes are not ours. */
  nodes: Nodes | undefined
  tracker: PodTracker
}

/** Milliseconds until Kubernetes must have made a pod anew. */
const DEADLINE = 30_000

/** The deeds of faults, on pods of Kubernetes and on the nodes of a kind cluster. */
export function kindInjector(board: Board): FaultInjector {
  const { kubernetes, tracker } = board
  const { down, paused } = tracker
  /** How sets of killed pods are rolled when no fault holds them. */
  const strategies = new Map<string, string>()
  const slotOf = (name: string) => tracker.slots.find(s => s.spec.name === name || s.pod?.name === name)
  const nodes = () => {
    if (board.nodes) return board.nodes
    throw new UsageError(
      'this fault needs the nodes, and those of an existing cluster are not ours',
      'leave out --kubeconfig: the run makes a cluster of its own then',
    )
  }
  /** Where the process of a pod is, or was when it was taken down. */
  const place = (name: string) => {
    const { spec, pod } = tracker.find(name)
    const { node, container } = down.get(spec.name) ?? pod ?? {}
    if (!node || !container) throw new Error(`${name} has no container on any node`)
    return { node, container }
  }
  const inZone = (zones: readonly string[]) =>
    tracker.slots.filter(s => s.spec.workload.zone && zones.includes(s.spec.workload.zone))
  /** Claims as they were made anew after their volumes were deleted. */
  const renewed = new Map<string, string | undefined>()
  const note = (name: string, phase: 'paused' | 'resumed') => {
    const { pod } = tracker.find(name)
    if (pod) tracker.record(pod, phase)
  }
  const claimOf = (name: string) => `data-${tracker.find(name).spec.name}`

  return {
    async kill(name) {
      const slot = tracker.find(name)
      const { spec, pod } = slot
      if (!pod) throw new Error(`${name} is not there`)
      await tracker.expectDeath(slot)
      down.set(spec.name, pod)
      if (isStateful(spec)) {
        const set = (await kubernetes.statefulSets()).find(s => s.metadata?.name === spec.workload.name)
        strategies.set(spec.workload.name, set?.spec?.updateStrategy?.type ?? 'RollingUpdate')
        await hold(kubernetes, spec.workload.name)
      }
      if (board.nodes && pod.node && pod.container) await board.nodes.kill(pod.node, pod.container)
      // Now, and not before: what was acknowledged until this moment was acknowledged by a pod that lived.
      tracker.record(pod, 'killed')
      await kubernetes.deletePod(pod.name, 'at once')
    },
    async start(name) {
      const slot = slotOf(name)?.spec.name ?? name
      const was = down.get(slot)
      down.delete(slot)
      const set = was && (await kubernetes.statefulSets()).find(s => s.metadata?.name === was.workload)?.metadata?.name
      if (set !== undefined) {
        await release(kubernetes, set, strategies.get(set) ?? 'OnDelete')
        // Made while the gate was up, they never ran: their successors are made from the template as it is without.
        await tracker.look()
        const held = tracker.pods.filter(p => p.workload === set && p.gated)
        await Promise.all(held.map(p => kubernetes.deletePod(p.name, 'at once')))
      }
      await until(
        async () => {
          await tracker.look()
          // A step may have taken it away for good.
          if (!slotOf(slot)) return done(undefined)
          const { pod } = tracker.find(slot)
          return pod && !pod.gated && pod.uid !== was?.uid
            ? done(undefined)
            : notYet(pod ? 'it is held' : 'there is none')
        },
        { for: `${slot} to be made again`, deadline: DEADLINE },
      )
    },
    async stopZones(zones) {
      const control = nodes()
      const hit = inZone(zones).flatMap(slot => (slot.pod ? [{ slot, pod: slot.pod }] : []))
      await Promise.all(hit.map(({ slot }) => tracker.expectDeath(slot)))
      for (const { slot, pod } of hit) down.set(slot.spec.name, pod)
      await Promise.all(tracker.nodesOf(zones).map(node => control.stop(node)))
      for (const { pod } of hit) tracker.record(pod, 'killed')
    },
    async startZones(zones) {
      const control = nodes()
      await Promise.all(tracker.nodesOf(zones).map(node => control.start(node)))
      for (const slot of inZone(zones)) down.delete(slot.spec.name)
    },
    async pause(name) {
      const { node, container } = place(name)
      await nodes().pause(node, container)
      paused.add(tracker.find(name).spec.name)
      note(name, 'paused')
    },
    async resume(name) {
      if (!slotOf(name)) return
      const { node, container } = place(name)
      await nodes().resume(node, container)
      paused.delete(tracker.find(name).spec.name)
      note(name, 'resumed')
    },
    async processState(name) {
      const { spec, pod } = tracker.find(name)
      if (board.nodes) {
        const { node, container } = place(name)
        return board.nodes.state(node, container)
      }
      return pod?.running && !down.has(spec.name) ? 'running' : 'gone'
    },
    async burn() {
      throw new UsageError(
        'pods can be kept busy only where they are processes of this machine',
        'run with --provider process',
      )
    },
    async partition(names) {
      const control = nodes()
      const pods = names.map(n => tracker.find(n).pod)
      const addresses = pods.flatMap(p => (p?.ip ? [p.ip] : []))
      const hosts = new Set(pods.flatMap(p => (p?.node ? [p.node] : [])))
      await Promise.all([...hosts].map(node => control.cutOff(node, addresses)))
    },
    async heal() {
      const hosts = new Set(tracker.slots.flatMap(s => (s.pod?.node ? [s.pod.node] : [])))
      await Promise.all([...hosts].map(node => nodes().heal(node)))
    },
    async volumes() {
      const wanted = new Set(tracker.slots.map(s => s.spec.name))
      const pods = (await kubernetes.claims()).flatMap(claim => (claim.startsWith('data-') ? [claim.slice(5)] : []))
      return pods.sort().map(pod => ({ pod, inUse: wanted.has(pod) }))
    },
    async deleteVolume(name) {
      if (!tracker.slots.some(s => s.spec.name === name)) return kubernetes.deleteClaim(`data-${name}`)
      const claim = claimOf(name)
      const before = await kubernetes.claim(claim)
      if (!down.has(tracker.find(name).spec.name))
        throw new Error(`the volume of ${name} is in use: kill the pod first`)
      await kubernetes.deleteClaim(claim)
      await until(
        async () => {
          const now = await kubernetes.claim(claim)
          renewed.set(claim, now?.uid)
          return now?.uid !== before?.uid ? done(undefined) : notYet('it is still there')
        },
        { for: `claim ${claim} to be deleted`, deadline: DEADLINE },
      )
    },
    async volumeSize(name) {
      const claim = await kubernetes.claim(claimOf(name))
      if (!claim?.volume) return 0
      // Where nobody can look into a volume, a claim that was made after the old one was deleted is as good as empty.
      if (!board.nodes && renewed.get(claimOf(name)) === claim.uid) return 0
      const { node, path } = await kubernetes.folderOf(claim.volume)
      return nodes().size(node, path)
    },
  }
}
