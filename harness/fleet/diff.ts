import { isDeepStrictEqual } from 'node:util'
import type { Fleet, PodSpec, Workload } from './fleet.ts'
import { podsOfWorkload } from './fleet-pods.ts'
import { reasonToRoll } from './reason.ts'

/** One thing to do on the way from one fleet to the next. The pods of one change are handled at the same time. */
export type Change =
  /** Start these pods; they are new, or their workload grew. */
  | { kind: 'add'; pods: PodSpec[] }
  /** Write these files anew; pods read them by themselves. */
  | { kind: 'reload'; files: string[] }
  /** Stop these pods and start them again as described here, a StatefulSet's on the same volumes. `why` says what changed. */
  | { kind: 'roll'; pods: PodSpec[]; why: string }
  /** Switch all routes of the gateway at once. */
  | { kind: 'reroute' }
  /** Stop these pods for good, described as they were. */
  | { kind: 'remove'; pods: PodSpec[] }

/**
 * What turns one fleet into the next, in order: new pods first, so that routes have somewhere to go; changed pods one batch after the other; routes; and
 * what nothing leads to any more last. Each change is complete (pods ready) before the next begins.
 *
 * Removals happen all at once: nothing in Kubernetes holds one workload's scale-down back for another's, so a fleet that drops three zones drops three
 * zones.
 */
export function diff(before: Fleet, after: Fleet): Change[] {
  const old = new Map(before.workloads.map(workload => [workload.name, workload]))
  const next = new Map(after.workloads.map(workload => [workload.name, workload]))
  const added = after.workloads.flatMap(workload => podsFrom(workload, old.get(workload.name)))
  const removed = before.workloads.flatMap(workload => podsFrom(workload, next.get(workload.name)))
  const reloaded = Object.keys(after.files).filter(name => after.files[name]!.reloaded && changed(before, after, name))

  const changes: Change[] = []
  if (added.length > 0) changes.push({ kind: 'add', pods: added })
  if (reloaded.length > 0) changes.push({ kind: 'reload', files: reloaded })
  changes.push(...rolls(before, after))
  if (!isDeepStrictEqual(before.routes, after.routes)) changes.push({ kind: 'reroute' })
  if (removed.length > 0) changes.push({ kind: 'remove', pods: removed })
  return changes
}

/** A change as people say it: `roll store-0 (-log.level)`, `reroute`. */
export function inWords(change: Change): string {
  if (change.kind === 'reroute') return change.kind
  if (change.kind === 'reload') return `reload ${change.files.join(', ')}`
  const pods = change.pods.map(p => p.name).join(', ')
  return change.kind === 'roll' ? `roll ${pods} (${change.why})` : `${change.kind} ${pods}`
}

/** The pods of a workload beyond those that the other one has. */
const podsFrom = (workload: Workload, other: Workload | undefined): PodSpec[] =>
  podsOfWorkload(workload).slice(other?.replicas ?? 0)

const changed = (before: Fleet, after: Fleet, file: string): boolean =>
  before.files[file] !== undefined && before.files[file].content !== after.files[file]?.content

/** A workload whose pods are to be restarted, those of them that were there before. */
interface Rolled {
  workload: Workload
  pods: PodSpec[]
  why: string
}

/**
 * StatefulSets one after the other, then Deployments side by side, and turns last: controllers begin as soon as they are told, and whoever operates
 * restarts pods by hand once those are done.
 */
function rolls(before: Fleet, after: Fleet): Change[] {
  const rolled = after.workloads.flatMap((workload): Rolled[] => {
    const old = before.workloads.find(w => w.name === workload.name)
    const why = old
      ? reasonToRoll(old, workload, file => !after.files[file]?.reloaded && changed(before, after, file))
      : ''
    const pods = podsOfWorkload(workload).slice(0, old?.replicas)
    return old && why !== '' && pods.length > 0 ? [{ workload, pods, why }] : []
  })
  const byController = rolled.filter(r => r.workload.update.by === 'rolling')
  return [
    ...byController.filter(r => r.workload.kind === 'StatefulSet').flatMap(fromTheTop),
    ...sideBySide(byController.filter(r => r.workload.kind === 'Deployment')),
    ...inTurns(rolled),
  ]
}

/** Workloads with the same turn together, all their pods at once. */
function inTurns(rolled: readonly Rolled[]): Change[] {
  const turnOf = ({ workload: { update } }: Rolled) => (update.by === 'turns' ? update.turn : undefined)
  const turns = [...new Set(rolled.flatMap(r => turnOf(r) ?? []))].sort((a, b) => a - b)
  return turns.map(turn => together(rolled.filter(r => turnOf(r) === turn)))
}

/** A StatefulSet, from the highest ordinal down. */
const fromTheTop = (rolled: Rolled): Change[] =>
  batches({ ...rolled, pods: rolled.pods.toReversed() }).map(batch => together([batch]))

/** Deployments know nothing of each other: the first batches of all of them together, then the second ones. */
function sideBySide(deployments: readonly Rolled[]): Change[] {
  const each = deployments.map(batches)
  const rounds = Math.max(0, ...each.map(d => d.length))
  return Array.from({ length: rounds }, (_, i) => together(each.flatMap(d => d[i] ?? [])))
}

const together = (rolled: readonly Rolled[]): Change => ({
  kind: 'roll',
  pods: rolled.flatMap(r => r.pods),
  why: [...new Set(rolled.map(r => r.why))].join('; '),
})

/** As many pods at a time as the controller may replace at once. */
function batches({ workload, pods, why }: Rolled): Rolled[] {
  const { update } = workload
  const size = update.by === 'rolling' ? Math.max(1, update.maxSurge, update.maxUnavailable) : pods.length
  return Array.from({ length: Math.ceil(pods.length / size) }, (_, i) => ({
    workload,
    pods: pods.slice(i * size, (i + 1) * size),
    why,
  }))
}
