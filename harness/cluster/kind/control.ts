import { UsageError } from '../../util/errors.ts'
import { done, notYet, until } from '../../util/until.ts'
import type { PodControl } from '../cluster.ts'
import { hold, release } from './holds.ts'
import type { Kubernetes } from './kubernetes.ts'
import type { Nodes } from './nodes.ts'
import type { Roster } from './roster.ts'
import { isStateful } from './seats.ts'

/** What the deeds of faults need. */
export interface Board {
  kubernetes: Kubernetes
  /** Undefined where the nodes are not ours. */
  nodes: Nodes | undefined
  roster: Roster
}

/** Milliseconds until Kubernetes must have made a pod anew. */
const DEADLINE = 30_000

/** The deeds of faults, on pods of Kubernetes and on the nodes of a kind cluster. */
export function kindControl(board: Board): PodControl {
  const { kubernetes, roster } = board
  const { down, paused } = roster
  /** How sets of killed pods are rolled when no fault holds them. */
  const strategies = new Map<string, string>()
  const seatOf = (name: string) => roster.seats.find(s => s.spec.name === name || s.pod?.name === name)
  const nodes = () => {
    if (board.nodes) return board.nodes
    throw new UsageError(
      'this fault needs the nodes, and those of an existing cluster are not ours',
      'leave out --kubeconfig: the run makes a cluster of its own then',
    )
  }
  /** Where the process of a pod is, or was when it was taken down. */
  const place = (name: string) => {
    const { spec, pod } = roster.find(name)
    const { node, container } = down.get(spec.name) ?? pod ?? {}
    if (!node || !container) throw new Error(`${name} has no container on any node`)
    return { node, container }
  }
  const inZone = (zones: readonly string[]) =>
    roster.seats.filter(s => s.spec.workload.zone && zones.includes(s.spec.workload.zone))
  /** Claims as they were made anew after their volumes were deleted. */
  const renewed = new Map<string, string | undefined>()
  const note = (name: string, phase: 'paused' | 'resumed') => {
    const { pod } = roster.find(name)
    if (pod) roster.record(pod, phase)
  }
  const claimOf = (name: string) => `data-${roster.find(name).spec.name}`

  return {
    async kill(name) {
      const seat = roster.find(name)
      const { spec, pod } = seat
      if (!pod) throw new Error(`${name} is not there`)
      await roster.expectDeath(seat)
      down.set(spec.name, pod)
      if (isStateful(spec)) {
        const set = (await kubernetes.statefulSets()).find(s => s.metadata?.name === spec.workload.name)
        strategies.set(spec.workload.name, set?.spec?.updateStrategy?.type ?? 'RollingUpdate')
        await hold(kubernetes, spec.workload.name)
      }
      if (board.nodes && pod.node && pod.container) await board.nodes.kill(pod.node, pod.container)
      // Now, and not before: what was acknowledged until this moment was acknowledged by a pod that lived.
      roster.record(pod, 'killed')
      await kubernetes.deletePod(pod.name, 'at once')
    },
    async start(name) {
      const seat = seatOf(name)?.spec.name ?? name
      const was = down.get(seat)
      down.delete(seat)
      const set = was && (await kubernetes.statefulSets()).find(s => s.metadata?.name === was.workload)?.metadata?.name
      if (set !== undefined) {
        await release(kubernetes, set, strategies.get(set) ?? 'OnDelete')
        // Made while the gate was up, they never ran: their successors are made from the template as it is without.
        await roster.look()
        const held = roster.pods.filter(p => p.workload === set && p.held)
        await Promise.all(held.map(p => kubernetes.deletePod(p.name, 'at once')))
      }
      await until(
        async () => {
          await roster.look()
          // A step may have taken it away for good.
          if (!seatOf(seat)) return done(undefined)
          const { pod } = roster.find(seat)
          return pod && !pod.held && pod.uid !== was?.uid
            ? done(undefined)
            : notYet(pod ? 'it is held' : 'there is none')
        },
        { for: `${seat} to be made again`, deadline: DEADLINE },
      )
    },
    async stopZones(zones) {
      const control = nodes()
      const hit = inZone(zones).flatMap(seat => (seat.pod ? [{ seat, pod: seat.pod }] : []))
      await Promise.all(hit.map(({ seat }) => roster.expectDeath(seat)))
      for (const { seat, pod } of hit) down.set(seat.spec.name, pod)
      await Promise.all(roster.nodesOf(zones).map(node => control.stop(node)))
      for (const { pod } of hit) roster.record(pod, 'killed')
    },
    async startZones(zones) {
      const control = nodes()
      await Promise.all(roster.nodesOf(zones).map(node => control.start(node)))
      for (const seat of inZone(zones)) down.delete(seat.spec.name)
    },
    async pause(name) {
      const { node, container } = place(name)
      await nodes().pause(node, container)
      paused.add(roster.find(name).spec.name)
      note(name, 'paused')
    },
    async resume(name) {
      if (!seatOf(name)) return
      const { node, container } = place(name)
      await nodes().resume(node, container)
      paused.delete(roster.find(name).spec.name)
      note(name, 'resumed')
    },
    async processState(name) {
      const { spec, pod } = roster.find(name)
      if (board.nodes) {
        const { node, container } = place(name)
        return board.nodes.state(node, container)
      }
      return pod?.running && !down.has(spec.name) ? 'running' : 'gone'
    },
    async partition(names) {
      const control = nodes()
      const pods = names.map(n => roster.find(n).pod)
      const addresses = pods.flatMap(p => (p?.ip ? [p.ip] : []))
      const hosts = new Set(pods.flatMap(p => (p?.node ? [p.node] : [])))
      await Promise.all([...hosts].map(node => control.cutOff(node, addresses)))
    },
    async heal() {
      const hosts = new Set(roster.seats.flatMap(s => (s.pod?.node ? [s.pod.node] : [])))
      await Promise.all([...hosts].map(node => nodes().heal(node)))
    },
    async volumes() {
      const wanted = new Set(roster.seats.map(s => s.spec.name))
      const pods = (await kubernetes.claims()).flatMap(claim => (claim.startsWith('data-') ? [claim.slice(5)] : []))
      return pods.sort().map(pod => ({ pod, inUse: wanted.has(pod) }))
    },
    async deleteVolume(name) {
      if (!roster.seats.some(s => s.spec.name === name)) return kubernetes.deleteClaim(`data-${name}`)
      const claim = claimOf(name)
      const before = await kubernetes.claim(claim)
      if (!down.has(roster.find(name).spec.name)) throw new Error(`the volume of ${name} is in use: kill the pod first`)
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
