import type { Change } from '../../fleet/diff.ts'
import type { PodSpec } from '../../fleet/types.ts'
import type { ProcessPod } from './process-pod.ts'

/** What a roll-out needs from the cluster. A seat is a pod's place in its workload: `store-0`, whoever sits there. */
export interface Seats {
  /** Makes pods and gives each its seat; nothing is started yet. */
  fill(specs: readonly PodSpec[]): Promise<ProcessPod[]>
  at(seat: string): ProcessPod
  /** Makes a successor beside the pod in a seat: a name and an address of its own, the same workload. */
  successor(spec: PodSpec): Promise<ProcessPod>
  /** The successor takes the seat. */
  seat(seat: string, pod: ProcessPod): void
  /** A pod of a Deployment that has lost its seat and was told to stop: what comes next does not wait for its end. */
  leaves(ending: Promise<void>): void
  /** The seat of a pod that has ended is gone, and what a Deployment's pod kept with it. */
  vacate(seat: string): Promise<void>
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
export async function carryOut(change: Change, seats: Seats): Promise<void> {
  switch (change.kind) {
    case 'add':
      await launch(seats, await seats.fill(change.pods))
      return
    case 'reload':
      await seats.reload(change.files)
      return
    case 'roll':
      await Promise.all(
        change.pods.map(spec => (spec.workload.kind === 'StatefulSet' ? restart : replace)(spec, seats)),
      )
      return
    case 'reroute':
      await seats.reroute()
      return
    case 'remove':
      await Promise.all(change.pods.map(({ name }) => remove(name, seats)))
  }
}

async function launch(seats: Seats, pods: readonly ProcessPod[]): Promise<void> {
  await Promise.all(pods.map(p => p.start()))
  await Promise.all(pods.map(p => seats.ready(p)))
  await seats.reroute()
}

/** A StatefulSet's pod: the same name, address and volume. */
async function restart(spec: PodSpec, seats: Seats): Promise<void> {
  const pod = seats.at(spec.name)
  // A fault may give a pod back that it had killed, and that nobody had to stop.
  do await withdraw(pod, seats)
  while (pod.up)
  pod.become(spec)
  await launch(seats, [pod])
}

/**
 * A Deployment's pod: a successor is ready before it is told to stop (maxSurge 1, maxUnavailable 0). Pods that are terminating count neither as
 * there nor as missing, so the next one's turn comes at once.
 */
async function replace(spec: PodSpec, seats: Seats): Promise<void> {
  const old = seats.at(spec.name)
  const next = await seats.successor(spec)
  await next.start()
  await seats.ready(next)
  seats.seat(spec.name, next)
  // What a Deployment's pod wrote goes with it.
  seats.leaves(withdraw(old, seats).then(() => old.deleteVolume()))
}

/** A pod that is not wanted any more. One that must hear something before it goes hears it once a fault has given it back. */
async function remove(seat: string, seats: Seats): Promise<void> {
  const pod = seats.at(seat)
  const waits = () => pod.held && pod.spec.workload.template.preStop.length > 0
  do {
    if (waits()) await seats.ready(pod)
    await withdraw(pod, seats)
  } while (pod.up || waits())
  await seats.vacate(seat)
}

/** A terminating pod leaves its Service at once, before it is gone. */
async function withdraw(pod: ProcessPod, seats: Seats): Promise<void> {
  const stopped = pod.stop()
  await seats.reroute()
  await stopped
  await seats.rename()
}
