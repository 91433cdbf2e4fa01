import type { Change } from '../../fleet/diff.ts'
import type { PodSpec } from '../../fleet/fleet.ts'
import type { ProcessPod } from './process-pod.ts'

/** What a roll-out needs from the cluster. A slot is a pod's place in its workload: `store-0`, whichever pod is there. */
export interface Slots {
  /** Makes pods and gives each its slot; nothing is started yet. */
  fill(specs: readonly PodSpec[]): Promise<ProcessPod[]>
  at(slot: string): ProcessPod
  /** Makes a successor beside the pod in a slot: a name and an address of its own, the same workload. */
  successor(spec: PodSpec): Promise<ProcessPod>
  /** The successor takes the slot. */
  slot(slot: string, pod: ProcessPod): void
  /** A pod of a Deployment that has lost its slot and was told to stop: what comes next does not wait for its end, and does not get its name before. */
  leaves(pod: ProcessPod, ending: Promise<void>): void
  /** The slot of a pod that has ended is gone, and what a Deployment's pod kept with it. */
  freeSlot(slot: string): Promise<void>
  /** Waits until a started pod is ready. */
  ready(pod: ProcessPod): Promise<void>
  /** Writes files anew that running pods read. */
  reload(files: readonly string[]): Promise<void>
  /** Points the routes at the pods that run now. */
  reroute(): Promise<void>
  /** Has names of Services lead to the pods that are there now. */
  rename(): Promise<void>
}

/** Carries out one change: when this returns, what it starts is ready and what it stops has ended, or, of a Deployment, was told to leave. */
export async function carryOut(change: Change, slots: Slots): Promise<void> {
  switch (change.kind) {
    case 'add':
      await launch(slots, await slots.fill(change.pods))
      return
    case 'reload':
      await slots.reload(change.files)
      return
    case 'roll':
      await Promise.all(
        change.pods.map(spec => (spec.workload.kind === 'StatefulSet' ? restart : replace)(spec, slots)),
      )
      return
    case 'reroute':
      await slots.reroute()
      return
    case 'remove':
      await Promise.all(change.pods.map(({ name }) => remove(name, slots)))
  }
}

async function launch(slots: Slots, pods: readonly ProcessPod[]): Promise<void> {
  await Promise.all(pods.map(p => p.start()))
  await Promise.all(pods.map(p => slots.ready(p)))
  await slots.reroute()
}

/** A StatefulSet's pod: the same name, address and volume. */
async function restart(spec: PodSpec, slots: Slots): Promise<void> {
  const pod = slots.at(spec.name)
  // A fault may give a pod back that it had killed, and that nobody had to stop.
  do await withdraw(pod, slots)
  while (pod.up)
  pod.become(spec)
  await launch(slots, [pod])
}

/**
 * A Deployment's pod: a successor is ready before it is told to stop (maxSurge 1, maxUnavailable 0). Pods that are terminating count neither as
 * there nor as missing, so the next one's turn comes at once.
 */
async function replace(spec: PodSpec, slots: Slots): Promise<void> {
  const old = slots.at(spec.name)
  const next = await slots.successor(spec)
  await next.start()
  await slots.ready(next)
  slots.slot(spec.name, next)
  // What a Deployment's pod wrote goes with it.
  slots.leaves(
    old,
    withdraw(old, slots).then(() => old.deleteVolume()),
  )
}

/** A pod that is not wanted any more. One that must hear something before it goes hears it once a fault has given it back. */
async function remove(slot: string, slots: Slots): Promise<void> {
  const pod = slots.at(slot)
  const waits = () => pod.gated && pod.spec.workload.template.preStop.length > 0
  do {
    if (waits()) await slots.ready(pod)
    await withdraw(pod, slots)
  } while (pod.up || waits())
  await slots.freeSlot(slot)
}

/** A terminating pod leaves its Service at once, before it is gone. */
async function withdraw(pod: ProcessPod, slots: Slots): Promise<void> {
  const stopped = pod.stop()
  await slots.reroute()
  await stopped
  await slots.rename()
}
