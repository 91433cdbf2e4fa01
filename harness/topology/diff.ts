import { isDeepStrictEqual } from 'node:util'
import { UsageError } from '../util/errors.ts'
import type { PodSpec, Routes, Topology, Workload } from './types.ts'
import { podsOfWorkload } from './workload.ts'

/** One thing to do on the way from one topology to the next. The pods of one change are handled at the same time. */
export type Change =
  /** Start these pods; they are new, or their workload grew. */
  | { kind: 'add'; pods: PodSpec[] }
  /** Write the runtime config anew; every pod reloads it by itself. */
  | { kind: 'overrides' }
  /** Stop these pods and start them again as described here, stateful ones on the same volumes. `why` says what changed. */
  | { kind: 'roll'; pods: PodSpec[]; why: string }
  /** Switch all routes of the gateway at once. */
  | { kind: 'reroute'; routes: Routes; retries: number }
  /** Stop these pods for good, described as they were. */
  | { kind: 'remove'; pods: PodSpec[] }

/**
 * What turns one topology into the next, in order: new pods first, so that routes have somewhere to go; changed pods one batch after the
 * other; routes; and what nothing leads to any more last. Each change is complete (pods ready) before the next begins.
 *
 * A roll goes as Kubernetes and rollout-operator would: stateful workloads in zones one zone at a time, all pods of the zone together;
 * other stateful workloads from the highest ordinal down, one pod at a time; Deployments side by side, each one pod at a time from the lowest
 * ordinal up. Removals happen all at once: nothing in Kubernetes holds one workload's scale-down back for another's, so a topology that drops
 * three zones drops three zones.
 *
 * @throws UsageError when the pace changes: it is built into the data that pods already hold.
 */
export function diff(before: Topology, after: Topology): Change[] {
  if (before.pace !== after.pace) {
    throw new UsageError(
      `the pace can not change from ${before.pace} to ${after.pace} while pods hold data`,
      'start a new run with --pace',
    )
  }
  const old = new Map(before.workloads.map(workload => [workload.name, workload]))
  const next = new Map(after.workloads.map(workload => [workload.name, workload]))
  const added = after.workloads.flatMap(workload => podsFrom(workload, old.get(workload.name)))
  const removed = before.workloads.flatMap(workload => podsFrom(workload, next.get(workload.name)))

  const changes: Change[] = []
  if (added.length > 0) changes.push({ kind: 'add', pods: added })
  if (!isDeepStrictEqual(before.overrides, after.overrides)) changes.push({ kind: 'overrides' })
  changes.push(...rolls(before, after))
  if (!isDeepStrictEqual(before.routes, after.routes) || before.gatewayRetries !== after.gatewayRetries) {
    changes.push({ kind: 'reroute', routes: after.routes, retries: after.gatewayRetries })
  }
  if (removed.length > 0) changes.push({ kind: 'remove', pods: removed })
  return changes
}

/** A change as people say it: `roll querier-0 (-log.level)`, `reroute`. */
export function inWords(change: Change): string {
  if (change.kind === 'overrides' || change.kind === 'reroute') return change.kind
  const pods = change.pods.map(p => p.name).join(', ')
  return change.kind === 'roll' ? `roll ${pods} (${change.why})` : `${change.kind} ${pods}`
}

/** The pods of a workload beyond those that the other one has. */
const podsFrom = (workload: Workload, other: Workload | undefined): PodSpec[] =>
  podsOfWorkload(workload).slice(other?.replicas ?? 0)

function rolls(before: Topology, after: Topology): Change[] {
  const configChanged = !isDeepStrictEqual(before.config, after.config)
  const changed = after.workloads.flatMap((workload): Rolled[] => {
    const old = before.workloads.find(w => w.name === workload.name)
    const why = old ? reasonToRoll(old, workload, configChanged) : ''
    return old && why !== '' ? [{ workload, pods: podsOfWorkload(workload).slice(0, old.replicas), why }] : []
  })
  return [...changed.filter(r => r.workload.stateful).flatMap(batches), ...sideBySide(changed)]
}

/** A workload whose pods are to be restarted. */
interface Rolled {
  workload: Workload
  pods: PodSpec[]
  why: string
}

/** The pods of a stateful workload in groups that are restarted together; none of them is empty. */
function batches({ workload, pods, why }: Rolled): Change[] {
  const groups = workload.zone === undefined ? pods.toReversed().map(pod => [pod]) : pods.length > 0 ? [pods] : []
  return groups.map(pods => ({ kind: 'roll', pods, why }))
}

/** Deployments know nothing of each other: the first pods of all of them together, then the second ones. */
function sideBySide(changed: readonly Rolled[]): Change[] {
  const deployments = changed.filter(r => !r.workload.stateful)
  const rounds = Math.max(0, ...deployments.map(r => r.pods.length))
  return Array.from({ length: rounds }, (_, i) => {
    const taking = deployments.filter(r => r.pods.length > i)
    return { kind: 'roll', pods: taking.map(r => r.pods[i]!), why: [...new Set(taking.map(r => r.why))].join('; ') }
  })
}

function reasonToRoll(old: Workload, next: Workload, configChanged: boolean): string {
  const parts = [
    !isDeepStrictEqual(old.modules, next.modules) && 'modules',
    old.zone !== next.zone && 'zone',
    changedFlags(old, next),
    configChanged && 'config',
  ]
  return parts.filter(Boolean).join(', ')
}

function changedFlags(old: Workload, next: Workload): string | false {
  const names = [...new Set([...Object.keys(old.flags), ...Object.keys(next.flags)])]
  const changed = names.filter(name => old.flags[name] !== next.flags[name]).map(name => `-${name}`)
  return changed.length > 0 && changed.join(', ')
}
